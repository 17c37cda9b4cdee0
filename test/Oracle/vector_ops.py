"""The ops of vector, on values that are read from tensors and written to others; and atomic updates."""


def zero(type):
    return f"arith.constant {'0.0' if 'f' in type else 'false' if type == 'i1' else '0'}{'' if type == 'i1' else ' : ' + type}"


class Function:
    """A function that is written line by line."""

    def __init__(self, name):
        self.name, self.args, self.lines, self.results = name, [], ["%c0 = arith.constant 0 : index"], []

    def add(self, line):
        self.lines.append(line)

    def vector(self, name, shape, type):
        """%name, a vector that is read from an argument."""
        tensor, vector = f"tensor<{shape}x{type}>", f"vector<{shape}x{type}>"
        rank = shape.count("x") + 1
        self.args.append(f"%{name}_t: {tensor}")
        self.add(f"%{name}_z = {zero(type)}")
        self.add(f"%{name} = vector.transfer_read %{name}_t[{', '.join(['%c0'] * rank)}], %{name}_z "
                 f"{{in_bounds = [{', '.join(['true'] * rank)}]}} : {tensor}, {vector}")
        return vector

    def scalar(self, name, type):
        self.args.append(f"%{name}: {type}")

    def give(self, value, shape, type):
        """Returns a vector, in a tensor, or a scalar."""
        if not shape:
            self.results.append((value, type))
            return
        tensor, vector = f"tensor<{shape}x{type}>", f"vector<{shape}x{type}>"
        rank = shape.count("x") + 1
        k = len(self.results)
        self.args.append(f"%out{k}: {tensor}")
        self.add(f"%w{k} = vector.transfer_write {value}, %out{k}[{', '.join(['%c0'] * rank)}] "
                 f"{{in_bounds = [{', '.join(['true'] * rank)}]}} : {vector}, {tensor}")
        self.results.append((f"%w{k}", tensor))

    def item(self):
        types = ", ".join(t for _, t in self.results)
        values = ", ".join(v for v, _ in self.results)
        body = "\n  ".join(self.lines)
        return self.name, (f"func.func @{self.name}({', '.join(self.args)}) -> ({types}) {{\n  {body}\n"
                           f"  return{' ' + values + ' : ' + types if values else ''}\n}}")


FLOATS = ["f16", "bf16", "f32", "f64"]
INTS = ["i8", "i16", "i32", "i64"]
KINDS = {
    "f": ["add", "mul", "minnumf", "maxnumf", "minimumf", "maximumf"],
    "i": ["add", "mul", "minui", "minsi", "maxui", "maxsi", "and", "or", "xor"]
}


def typed():
    for t in FLOATS + INTS:
        yield t, KINDS["f" if "f" in t else "i"]


def fma():
    for t in FLOATS:
        for shape in ["1", "4", "2x3"]:
            f = Function(f"fma_{t}_{shape}")
            vector = [f.vector(n, shape, t) for n in "abc"][0]
            f.add(f"%r = vector.fma %a, %b, %c : {vector}")
            f.give("%r", shape, t)
            yield f.item()


def reductions():
    for t, kinds in typed():
        for kind in kinds:
            for size in [1, 5]:
                for acc in ["", "_acc"]:
                    f = Function(f"reduction_{kind}_{t}_{size}{acc}")
                    vector = f.vector("a", str(size), t)
                    if acc:
                        f.scalar("acc", t)
                    f.add(f"%r = vector.reduction <{kind}>, %a{', %acc' if acc else ''} : {vector} into {t}")
                    f.give("%r", "", t)
                    yield f.item()


def multi_reductions():
    for t, kinds in typed():
        for kind in kinds:
            if t not in ("f32", "i32", "f16") and kind not in ("add", "mul"):
                continue
            for shape, dims, out in [("3x4", "0", "4"), ("3x4", "1", "3"), ("3x4", "0, 1", ""), ("2x3x4", "0, 2", "3"),
                                     ("2x3x4", "1", "2x4")]:
                f = Function(f"multi_{kind}_{t}_{shape}_{dims.replace(', ', '')}")
                vector = f.vector("a", shape, t)
                if out:
                    result = f.vector("acc", out, t)
                else:
                    result = t
                    f.scalar("acc", t)
                f.add(f"%r = vector.multi_reduction <{kind}>, %a, %acc [{dims}] : {vector} to {result}")
                f.give("%r", out, t)
                yield f.item()


def scans():
    for t, kinds in typed():
        for kind in ["add", "mul"] if t != "f32" and t != "i32" else kinds:
            for shape, dim, rest in [("5", 0, None), ("3x4", 0, "4"), ("3x4", 1, "3"), ("1x4", 0, "4")]:
                # Upstream lowers no scan of one dimension.
                if rest is None:
                    continue
                for inclusive in ["true", "false"]:
                    f = Function(f"scan_{kind}_{t}_{shape}_{dim}_{inclusive}")
                    vector = f.vector("a", shape, t)
                    initial = f.vector("init", rest, t)
                    f.add(f"%r:2 = vector.scan <{kind}>, %a, %init {{inclusive = {inclusive}, reduction_dim = {dim} : i64}} : "
                          f"{vector}, {initial}")
                    f.give("%r#0", shape, t)
                    yield f.item()


def outer_products():
    for t, kinds in typed():
        for shape, left, right in [("3x4", "3", "4"), ("1x5", "1", "5")]:
            f = Function(f"outer_{t}_{shape}")
            a, b = f.vector("a", left, t), f.vector("b", right, t)
            f.add(f"%r = vector.outerproduct %a, %b : {a}, {b}")
            f.give("%r", shape, t)
            yield f.item()
            for kind in kinds if t in ("f32", "i32") else ["add"]:
                # Upstream lowers those that it can write as an fma or one op.
                if kind in ("and", "or", "xor"):
                    continue
                f = Function(f"outer_{kind}_{t}_{shape}")
                a, b, c = f.vector("a", left, t), f.vector("b", right, t), f.vector("c", shape, t)
                f.add(f"%r = vector.outerproduct %a, %b, %c {{kind = #vector.kind<{kind}>}} : {a}, {b}")
                f.give("%r", shape, t)
                yield f.item()
        f = Function(f"axpy_{t}")
        a = f.vector("a", "4", t)
        f.scalar("s", t)
        f.add(f"%r = vector.outerproduct %a, %s : {a}, {t}")
        f.give("%r", "4", t)
        yield f.item()


def contractions():
    matmul = '["parallel", "parallel", "reduction"]', ["(m, n, k) -> (m, k)", "(m, n, k) -> (k, n)", "(m, n, k) -> (m, n)"]
    transposed = matmul[0], ["(m, n, k) -> (m, k)", "(m, n, k) -> (n, k)", "(m, n, k) -> (m, n)"]
    matvec = '["parallel", "reduction"]', ["(m, k) -> (m, k)", "(m, k) -> (k)", "(m, k) -> (m)"]
    dot = '["reduction"]', ["(k) -> (k)", "(k) -> (k)", "(k) -> ()"]
    batch = ('["parallel", "parallel", "parallel", "reduction"]',
             ["(b, m, n, k) -> (b, m, k)", "(b, m, n, k) -> (b, k, n)", "(b, m, n, k) -> (b, m, n)"])
    for t, kinds in typed():
        for kind in kinds if t == "f32" else ["add"]:
            for name, (iterators, maps), left, right, out in [
                ("matmul", matmul, "3x4", "4x5", "3x5"), ("transposed", transposed, "2x4", "5x4", "2x5"),
                ("matvec", matvec, "3x4", "4", "3"), ("dot", dot, "5", "5", ""), ("batch", batch, "2x3x4", "2x4x5", "2x3x5")
            ]:
                # Upstream lowers sums only of these.
                if kind != "add" and name in ("dot", "batch"):
                    continue
                f = Function(f"contract_{name}_{kind}_{t}")
                a, b = f.vector("a", left, t), f.vector("b", right, t)
                if out:
                    c = f.vector("c", out, t)
                else:
                    c = t
                    f.scalar("c", t)
                affine = ", ".join(f"affine_map<{m}>" for m in maps)
                f.add(f"%r = vector.contract {{indexing_maps = [{affine}], iterator_types = {iterators}, kind = "
                      f"#vector.kind<{kind}>}} %a, %b, %c : {a}, {b} into {c}")
                f.give("%r", out, t)
                yield f.item()


def masks():
    """All lanes work, whatever the mask. Upstream lowers a masked matrix product to scalar ops, a masked reduction not."""
    for t in ["f32", "f64", "i32"]:
        f = Function(f"mask_contract_{t}")
        a, b, c, m = [f.vector(n, shape, u) for n, shape, u in [("a", "3x4", t), ("b", "4x5", t), ("c", "3x5", t), ("m", "3x5x4", "i1")]]
        f.add("%r = vector.mask %m { vector.contract {indexing_maps = [affine_map<(m, n, k) -> (m, k)>, "
              "affine_map<(m, n, k) -> (k, n)>, affine_map<(m, n, k) -> (m, n)>], iterator_types = "
              f'["parallel", "parallel", "reduction"]}} %a, %b, %c : {a}, {b} into {c} }} : {m} -> {c}')
        f.give("%r", "3x5", t)
        yield f.item()


def memory():
    m = "memref<8x8xf32>"
    v = "vector<4xf32>"

    def function(name, args, lines):
        body = "\n  ".join(["%c1 = arith.constant 1 : index", "%z = arith.constant 0.0 : f32"] + lines)
        return name, f"func.func @{name}({args}) {{\n  {body}\n  return\n}}"

    head = f"%m: {m}, %t: tensor<4xi1>"
    mask = ["%c3 = arith.constant 3 : index", "%k = vector.create_mask %c3 : vector<4xi1>"]
    twice = ["%s = arith.addf %v, %v : vector<4xf32>"]
    load = [f"%v = vector.load %m[%c1, %c1] : {m}, {v}"]
    yield function("load_store", head, load + twice + [f"vector.store %s, %m[%c1, %c1] : {m}, {v}"])
    yield function("masked", head, mask + [f"%p = vector.broadcast %z : f32 to {v}",
                                           f"%v = vector.maskedload %m[%c1, %c1], %k, %p : {m}, vector<4xi1>, {v} into {v}"] + twice +
                   [f"vector.maskedstore %m[%c1, %c1], %k, %s : {m}, vector<4xi1>, {v}"])
    yield function("expanded", head, mask + [f"%p = vector.broadcast %z : f32 to {v}",
                                             f"%v = vector.expandload %m[%c1, %c1], %k, %p : {m}, vector<4xi1>, {v} into {v}"] + twice +
                   [f"vector.compressstore %m[%c1, %c1], %k, %s : {m}, vector<4xi1>, {v}"])
    yield function("gathered", head, mask + [f"%p = vector.broadcast %z : f32 to {v}", "%i = arith.constant dense<[0, 2, 1, 3]> : vector<4xi32>",
                                             f"%v = vector.gather %m[%c1, %c1] [%i], %k, %p : {m}, vector<4xi32>, vector<4xi1>, {v} into {v}"] +
                   twice + [f"vector.scatter %m[%c1, %c1] [%i], %k, %s : {m}, vector<4xi32>, vector<4xi1>, {v}"])
    yield function("transferred", head, [f"%v = vector.transfer_read %m[%c1, %c1], %z : {m}, {v}"] + twice +
                   [f"vector.transfer_write %s, %m[%c1, %c1] : {v}, {m}"])


def atomics():
    """Upstream lowers no atomic product."""
    for t, kinds in [("f32", ["addf", "maximumf", "minimumf", "maxnumf", "minnumf", "assign"]),
                     ("i32", ["addi", "maxs", "maxu", "mins", "minu", "andi", "ori", "assign"]), ("f64", ["addf"]),
                     ("i64", ["addi"])]:
        for kind in kinds:
            name = f"atomic_{kind}_{t}"
            yield name, (f"func.func @{name}(%m: memref<8x{t}>, %v: {t}) {{\n  %c2 = arith.constant 2 : index\n"
                         f"  %r = memref.atomic_rmw {kind} %v, %m[%c2] : ({t}, memref<8x{t}>) -> {t}\n  return\n}}")
    # Upstream lowers those on integers only, and the exchange may have to be tried again; not here, on one thread.
    for t, op in [("i32", "muli"), ("i64", "addi"), ("i32", "divui")]:
        name = f"generic_atomic_{op}_{t}"
        yield name, (f"func.func @{name}(%m: memref<8x{t}>, %v: {t}) {{\n  %c2 = arith.constant 2 : index\n"
                     f"  %r = memref.generic_atomic_rmw %m[%c2] : memref<8x{t}> {{\n  ^bb0(%x: {t}):\n"
                     f"    %y = arith.{op} %x, %v : {t}\n    memref.atomic_yield %y : {t}\n  }}\n  return\n}}")


def functions():
    return dict([
        *fma(), *reductions(), *multi_reductions(), *scans(), *outer_products(), *contractions(), *masks(), *memory(), *atomics()
    ])
