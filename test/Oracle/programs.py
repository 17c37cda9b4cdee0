"""Random programs: loops whose bounds are constant, strided or depend on outer loops, branches, calls, slices, linalg ops
in loops, and dynamic shapes. One seed gives one program."""

import random

FLOAT_OPS = ["addf", "subf", "mulf", "divf", "maximumf", "minnumf"]
MATH_OPS = ["exp", "tanh", "sqrt", "absf"]


class Index:
    """An index value: its name, the least and the greatest that it can be, and whether affine loops may use it."""

    def __init__(self, name, low, high, affine=False):
        self.name, self.low, self.high, self.affine = name, low, high, affine


class Scope:
    """What can be used at a point of the program."""

    def __init__(self, outer=None):
        self.indices = list(outer.indices) if outer else []
        self.floats = list(outer.floats) if outer else []
        self.tensors = list(outer.tensors) if outer else []  # (name, shape)
        self.depth = outer.depth + 1 if outer else 0


class Program:

    def __init__(self, seed, name, sizes=None):
        """With `sizes`, it has an argument of dynamic shape, arg4, to be run in these sizes, each from 0 to 6."""
        self.rng = random.Random(seed)
        self.name = name
        self.next = 0
        self.helpers = []  # (name, has an index argument)
        self.functions = []
        # How often what is being written runs at most; bounds the work.
        self.runs = 1
        for k in range(self.rng.randint(0, 2)):
            self.helper(k)
        self.main(sizes)

    def text(self):
        return "\n".join(self.functions)

    def fresh(self):
        self.next += 1
        return f"%v{self.next}"

    def emit(self, line):
        self.lines.append("  " * self.indent + line)

    def constant(self, value):
        name = self.fresh()
        self.emit(f"{name} = arith.constant {value} : index")
        return Index(name, value, value, True)

    # -------------------------------------------------------------------------------------------------------------- functions

    def begin(self):
        self.lines, self.indent = [], 1

    def helper(self, k):
        name = f"{self.name}_callee{k}"
        self.begin()
        scope = Scope()
        scope.floats = ["%x"]
        takes_index = self.rng.random() < 0.5
        if takes_index:
            scope.indices = [Index("%n", 0, 6, True)]
        self.runs = 8
        self.block(scope, self.rng.randint(1, 2))
        result = self.rng.choice(scope.floats)
        args = "%x: f32" + (", %n: index" if takes_index else "")
        self.functions.append(f"func.func private @{name}({args}) -> f32 {{\n" + "\n".join(self.lines) + f"\n  return {result} : f32\n}}")
        self.helpers.append((name, takes_index))
        self.runs = 1

    def main(self, sizes):
        self.begin()
        scope = Scope()
        scope.floats = ["%x"]
        scope.tensors = [("%t", (8, 8)), ("%u", (8, 8))]
        args = ["%x: f32", "%c: i1", "%t: tensor<8x8xf32>", "%u: tensor<8x8xf32>"]
        if sizes:
            args.append("%d: tensor<?x?xf32>")
            for axis in range(2):
                dim = self.fresh()
                self.emit(f"{dim}_a = arith.constant {axis} : index")
                self.emit(f"{dim} = tensor.dim %d, {dim}_a : tensor<?x?xf32>")
                scope.indices.append(Index(dim, 0, 6, True))
            if self.rng.random() < 0.7:
                self.generic(scope, "%d", "tensor<?x?xf32>", 2)
        self.block(scope, self.rng.randint(2, 4))
        # What nobody looks at is executed all the same.
        result = self.rng.choice(scope.floats)
        self.functions.append(f"func.func @{self.name}({', '.join(args)}) -> f32 {{\n" + "\n".join(self.lines) +
                              f"\n  return {result} : f32\n}}")

    # ------------------------------------------------------------------------------------------------------------- statements

    def block(self, scope, length):
        for _ in range(length):
            self.statement(scope)

    def statement(self, scope):
        choices = [(self.scalar, 4), (self.integers, 1)]
        if scope.tensors:
            choices += [(self.elementwise, 1), (self.linalg, 2), (self.slice, 2)]
        if scope.depth < 4 and self.runs < 400:
            choices += [(self.scf_for, 4), (self.affine_for, 3), (self.branch, 2), (self.parallel, 1), (self.switch, 1)]
            choices += [(self.while_loop, 1)] if self.rng.random() < 0.03 else []
            choices += [(self.affine_if, 2)] if any(i.affine for i in scope.indices) else []
        if self.helpers and self.runs < 60:
            choices.append((self.call, 2))
        statements, weights = zip(*choices)
        self.rng.choices(statements, weights)[0](scope)

    def scalar(self, scope):
        name = self.fresh()
        if self.rng.random() < 0.2:
            self.emit(f"{name} = math.{self.rng.choice(MATH_OPS)} {self.rng.choice(scope.floats)} : f32")
        else:
            a, b = self.rng.choice(scope.floats), self.rng.choice(scope.floats)
            self.emit(f"{name} = arith.{self.rng.choice(FLOAT_OPS)} {a}, {b} : f32")
        scope.floats.append(name)

    def integers(self, scope):
        """Integers that become data, not sizes."""
        if not scope.indices:
            return
        i, a, b = self.rng.choice(scope.indices), self.fresh(), self.fresh()
        self.emit(f"{a} = arith.index_cast {i.name} : index to i32")
        self.emit(f"{b} = arith.{self.rng.choice(['addi', 'muli', 'xori', 'maxsi'])} {a}, {a} : i32")
        f = self.fresh()
        self.emit(f"{f} = arith.sitofp {b} : i32 to f32")
        scope.floats.append(f)

    def elementwise(self, scope):
        name, (tensor, shape) = self.fresh(), self.rng.choice(scope.tensors)
        type = tensor_type(shape)
        others = [t for t, s in scope.tensors if s == shape]
        self.emit(f"{name} = arith.{self.rng.choice(FLOAT_OPS)} {tensor}, {self.rng.choice(others)} : {type}")
        scope.tensors.append((name, shape))

    def linalg(self, scope):
        (a, s), name = self.rng.choice(scope.tensors), self.fresh()
        type = tensor_type(s)
        kind = self.rng.choice(["matmul", "softmax", "reduce", "transpose", "generic", "fill"])
        if kind == "matmul":
            others = [(b, u) for b, u in scope.tensors if len(u) == 2 and u[0] == s[1]]
            if not others:
                return
            b, u = self.rng.choice(others)
            out = (s[0], u[1])
            empty = self.fresh()
            self.emit(f"{empty} = tensor.empty() : {tensor_type(out)}")
            self.emit(f"{name} = linalg.matmul ins({a}, {b} : {type}, {tensor_type(u)}) outs({empty} : {tensor_type(out)}) "
                      f"-> {tensor_type(out)}")
            scope.tensors.append((name, out))
        elif kind == "softmax":
            self.emit(f"{name} = linalg.softmax dimension({self.rng.randint(0, 1)}) ins({a} : {type}) outs({a} : {type}) -> {type}")
        elif kind == "fill":
            self.emit(f"{name} = linalg.fill ins({self.rng.choice(scope.floats)} : f32) outs({a} : {type}) -> {type}")
            scope.tensors.append((name, s))
        elif kind == "reduce":
            axis = self.rng.randint(0, 1)
            out, empty = tensor_type((s[1 - axis],)), self.fresh()
            self.emit(f"{empty} = tensor.empty() : {out}")
            self.emit(f"{name} = linalg.reduce {{ arith.{self.rng.choice(['addf', 'mulf', 'maximumf'])} }} ins({a} : {type}) "
                      f"outs({empty} : {out}) dimensions = [{axis}]")
        elif kind == "transpose":
            out, empty = (s[1], s[0]), self.fresh()
            self.emit(f"{empty} = tensor.empty() : {tensor_type(out)}")
            self.emit(f"{name} = linalg.transpose ins({a} : {type}) outs({empty} : {tensor_type(out)}) permutation = [1, 0]")
            scope.tensors.append((name, out))
        else:
            self.generic(scope, a, type, 2)

    def generic(self, scope, tensor, type, rank):
        """A body of several ops on each element."""
        name, dims = self.fresh(), ", ".join(f"d{k}" for k in range(rank))
        identity = f"affine_map<({dims}) -> ({dims})>"
        kinds = ", ".join(['"parallel"'] * rank)
        self.emit(f"{name} = linalg.generic {{indexing_maps = [{identity}, {identity}], iterator_types = [{kinds}]}} "
                  f"ins({tensor} : {type}) outs({tensor} : {type}) {{")
        x, y = self.fresh(), self.fresh()
        self.emit(f"^bb0({x}: f32, {y}: f32):")
        self.indent += 1
        inner = Scope()
        inner.floats = [x, y]
        for _ in range(self.rng.randint(1, 3)):
            self.scalar(inner)
        self.emit(f"linalg.yield {self.rng.choice(inner.floats)} : f32")
        self.indent -= 1
        self.emit(f"}} -> {type}")

    def slice(self, scope):
        """A slice of static or dynamic size, at a static or dynamic place, of a tensor that is large enough."""
        wide = [(t, s) for t, s in scope.tensors if s == (8, 8)]
        tensor, _ = self.rng.choice(wide)
        offset = self.clamped(scope, 0, 4)
        name = self.fresh()
        if self.rng.random() < 0.5:
            shape = (self.rng.randint(1, 4), self.rng.randint(1, 4))
            self.emit(f"{name} = tensor.extract_slice {tensor}[{offset}, 0] [{shape[0]}, {shape[1]}] [1, 2] : tensor<8x8xf32> to "
                      f"{tensor_type(shape)}")
            scope.tensors.append((name, shape))
            return
        size = self.clamped(scope, 0, 4)
        self.emit(f"{name} = tensor.extract_slice {tensor}[{offset}, 1] [{size}, 3] [1, 1] : tensor<8x8xf32> to tensor<?x3xf32>")
        self.generic(scope, name, "tensor<?x3xf32>", 2)

    def clamped(self, scope, low, high):
        """An index from `low` to `high`."""
        i = self.expression(scope)
        if low <= i.low and i.high <= high:
            return i.name
        a, b, c, d = [self.fresh() for _ in range(4)]
        self.emit(f"{a} = arith.constant {low} : index")
        self.emit(f"{b} = arith.constant {high} : index")
        self.emit(f"{c} = arith.maxsi {i.name}, {a} : index")
        self.emit(f"{d} = arith.minsi {c}, {b} : index")
        return d

    def expression(self, scope):
        """An index of what is there."""
        if not scope.indices or self.rng.random() < 0.25:
            return self.constant(self.rng.randint(-1, 6))
        i, name = self.rng.choice(scope.indices), self.fresh()
        k = self.rng.randint(-2, 4)
        form = self.rng.choice(["itself", "arith", "apply", "scaled", "difference", "floordiv"])
        if form == "arith":
            c = self.constant(k)
            self.emit(f"{name} = arith.addi {i.name}, {c.name} : index")
            return Index(name, i.low + k, i.high + k)
        if form == "apply":
            self.emit(f"{name} = affine.apply affine_map<(d0) -> (d0 + {k})>({i.name})")
            return Index(name, i.low + k, i.high + k)
        if form == "scaled":
            c = self.constant(2)
            self.emit(f"{name} = arith.muli {i.name}, {c.name} : index")
            return Index(name, 2 * i.low, 2 * i.high)
        if form == "difference":
            j = self.rng.choice(scope.indices)
            self.emit(f"{name} = affine.apply affine_map<(d0, d1) -> (d0 - d1 + {k})>({i.name}, {j.name})")
            return Index(name, i.low - j.high + k, i.high - j.low + k)
        if form == "floordiv":
            self.emit(f"{name} = affine.apply affine_map<(d0) -> ((d0 + {k}) floordiv 2)>({i.name})")
            return Index(name, (i.low + k) // 2, (i.high + k) // 2)
        return i

    def turns(self, low, high, step):
        return max(0, -(-(high - low) // step))

    def body(self, scope, runs, ivs, accumulators):
        """A block of a loop, in which `accumulators` are carried; returns what is yielded."""
        inner = Scope(scope)
        inner.indices += ivs
        inner.floats += accumulators
        before, self.runs = self.runs, self.runs * max(1, runs)
        self.indent += 1
        self.block(inner, self.rng.randint(1, 2 if inner.depth > 1 else 3))
        result = self.rng.choice(inner.floats)
        self.runs = before
        return result

    def scf_for(self, scope):
        low = self.expression(scope) if self.rng.random() < 0.4 else self.constant(self.rng.randint(-2, 3))
        high = self.expression(scope) if self.rng.random() < 0.7 else self.constant(self.rng.randint(-1, 6))
        step = self.rng.choice([1, 1, 1, 2, 3])
        if self.turns(low.low, high.high, step) > 14:
            return
        by = self.constant(step)
        iv, acc, result = self.fresh(), self.fresh(), self.fresh()
        self.emit(f"{result} = scf.for {iv} = {low.name} to {high.name} step {by.name} iter_args({acc} = "
                  f"{self.rng.choice(scope.floats)}) -> f32 {{")
        value = self.body(scope, self.turns(low.low, high.high, step),
                          [Index(iv, low.low, max(low.low, high.high - 1))], [acc])
        self.emit(f"scf.yield {value} : f32")
        self.indent -= 1
        self.emit("}")
        scope.floats.append(result)

    def affine_bound(self, scope, is_upper):
        """The text of a bound, and the least and greatest that it can be."""
        usable = [i for i in scope.indices if i.affine]
        if not usable or self.rng.random() < 0.4:
            k = self.rng.randint(1, 7) if is_upper else self.rng.randint(-1, 3)
            return str(k), k, k
        i, k = self.rng.choice(usable), self.rng.randint(-1, 4)
        form = self.rng.choice(["sum", "minmax", "negative", "floordiv", "two"])
        if form == "minmax":
            m = self.rng.randint(1, 6)
            if is_upper:
                return f"min affine_map<(d0) -> (d0 + {k}, {m})>({i.name})", min(i.low + k, m), min(i.high + k, m)
            return f"max affine_map<(d0) -> (d0 - {k}, 0)>({i.name})", max(i.low - k, 0), max(i.high - k, 0)
        if form == "negative":
            return f"affine_map<(d0) -> ({k} - d0)>({i.name})", k - i.high, k - i.low
        if form == "floordiv":
            return f"affine_map<(d0) -> ((d0 + {k}) floordiv 3)>({i.name})", (i.low + k) // 3, (i.high + k) // 3
        if form == "two":
            j = self.rng.choice(usable)
            return f"affine_map<(d0, d1) -> (d0 + d1 - {k})>({i.name}, {j.name})", i.low + j.low - k, i.high + j.high - k
        return f"affine_map<(d0) -> (d0 + {k})>({i.name})", i.low + k, i.high + k

    def affine_for(self, scope):
        low, low_least, _ = self.affine_bound(scope, False)
        high, _, high_most = self.affine_bound(scope, True)
        step = self.rng.choice([1, 1, 2, 4])
        if self.turns(low_least, high_most, step) > 14:
            return
        iv, acc, result = self.fresh(), self.fresh(), self.fresh()
        self.emit(f"{result} = affine.for {iv} = {low} to {high} step {step} iter_args({acc} = {self.rng.choice(scope.floats)}) "
                  f"-> (f32) {{")
        value = self.body(scope, self.turns(low_least, high_most, step),
                          [Index(iv, low_least, max(low_least, high_most - 1), True)], [acc])
        self.emit(f"affine.yield {value} : f32")
        self.indent -= 1
        self.emit("}")
        scope.floats.append(result)

    def affine_if(self, scope):
        i = self.rng.choice([i for i in scope.indices if i.affine])
        k = self.rng.randint(0, 4)
        condition = self.rng.choice([f"d0 - {k} >= 0", f"{k} - d0 >= 0", f"d0 - {k} == 0", f"d0 mod 2 == 0", f"2 * d0 - {k} >= 0"])
        result = self.fresh()
        self.emit(f"{result} = affine.if affine_set<(d0) : ({condition})>({i.name}) -> f32 {{")
        self.branches(scope, "affine.yield", result)

    def branches(self, scope, terminator, result):
        for k in range(2):
            value = self.body(scope, 1, [], [])
            self.emit(f"{terminator} {value} : f32")
            self.indent -= 1
            self.emit("} else {" if k == 0 else "}")
        scope.floats.append(result)

    def branch(self, scope):
        form, condition = self.rng.choice(["data", "constant", "compare", "compare", "compare"]), self.fresh()
        if form == "constant":
            self.emit(f"{condition} = arith.constant {self.rng.choice(['true', 'false'])}")
        elif form == "compare" and scope.indices:
            a, b = self.expression(scope), self.expression(scope)
            self.emit(f"{condition} = arith.cmpi {self.rng.choice(['slt', 'sge', 'eq', 'ne'])}, {a.name}, {b.name} : index")
        else:
            zero = self.fresh()
            self.emit(f"{zero} = arith.constant 0.0 : f32")
            self.emit(f"{condition} = arith.cmpf olt, {self.rng.choice(scope.floats)}, {zero} : f32")
        result = self.fresh()
        self.emit(f"{result} = scf.if {condition} -> f32 {{")
        self.branches(scope, "scf.yield", result)

    def switch(self, scope):
        i, result = self.expression(scope), self.fresh()
        self.emit(f"{result} = scf.index_switch {i.name} -> f32")
        for case in ["case 1", "case 3", "default"]:
            self.emit(f"{case} {{")
            value = self.body(scope, 1, [], [])
            self.emit(f"scf.yield {value} : f32")
            self.indent -= 1
            self.emit("}")
        scope.floats.append(result)

    def parallel(self, scope):
        low, high, one = self.constant(0), self.expression(scope), self.constant(1)
        if high.high > 8:
            return
        end, start = self.constant(self.rng.randint(0, 3)), self.rng.choice(scope.floats)
        i, j, result = self.fresh(), self.fresh(), self.fresh()
        self.emit(f"{result} = scf.parallel ({i}, {j}) = ({low.name}, {low.name}) to ({high.name}, {end.name}) step "
                  f"({one.name}, {one.name}) init ({start}) -> f32 {{")
        value = self.body(scope, max(0, high.high) * end.high,
                          [Index(i, 0, max(0, high.high - 1)), Index(j, 0, max(0, end.high - 1))], [])
        a, b, c = self.fresh(), self.fresh(), self.fresh()
        self.emit(f"scf.reduce({value} : f32) {{")
        self.emit(f"^bb0({a}: f32, {b}: f32):")
        self.emit(f"  {c} = arith.addf {a}, {b} : f32")
        self.emit(f"  scf.reduce.return {c} : f32")
        self.emit("}")
        self.indent -= 1
        self.emit("}")
        scope.floats.append(result)

    def while_loop(self, scope):
        zero, one, end = self.constant(0), self.constant(1), self.expression(scope)
        if end.high > 6:
            return
        i, a, go, k, b, n, r = [self.fresh() for _ in range(7)]
        self.emit(f"{r}:2 = scf.while ({i} = {zero.name}, {a} = {self.rng.choice(scope.floats)}) : (index, f32) -> (index, f32) {{")
        self.emit(f"  {go} = arith.cmpi slt, {i}, {end.name} : index")
        self.emit(f"  scf.condition({go}) {i}, {a} : index, f32")
        self.emit("} do {")
        self.emit(f"^bb0({k}: index, {b}: f32):")
        value = self.body(scope, max(1, end.high), [], [b])
        self.emit(f"{n} = arith.addi {k}, {one.name} : index")
        self.emit(f"scf.yield {n}, {value} : index, f32")
        self.indent -= 1
        self.emit("}")
        scope.floats.append(f"{r}#1")

    def call(self, scope):
        name, takes_index = self.rng.choice(self.helpers)
        result, x = self.fresh(), self.rng.choice(scope.floats)
        if takes_index:
            n = self.clamped(scope, 0, 6)
            self.emit(f"{result} = func.call @{name}({x}, {n}) : (f32, index) -> f32")
        else:
            self.emit(f"{result} = func.call @{name}({x}) : (f32) -> f32")
        scope.floats.append(result)


def tensor_type(shape):
    return f"tensor<{'x'.join(map(str, shape))}xf32>"
