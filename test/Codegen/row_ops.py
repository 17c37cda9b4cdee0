"""Programs that go over rows several times, and reshapes between kernels: softmax, norms, attention, and more."""

SIZES = {"softmax": [(3, 5), (70, 33), (1, 40), (5, 1), (9, 700)], "norm": [(4, 6), (37, 48), (130, 17)],
         "attention": [(2, 5, 7, 4, 1), (3, 40, 37, 16, 1), (2, 8, 16, 32, 3), (1, 70, 300, 8, 2)],
         "dense": [(6, 8, 2, 16), (33, 20, 3, 20)]}


def shaped(sizes, element="f32"):
    return f"tensor<{'x'.join(str(size) for size in sizes)}x{element}>"


class Function:
    """Text of a function, op by op. Values are their names; `types` has their sizes and elements."""

    def __init__(self, name, **arguments):
        self.name, self.lines, self.types, self.arguments = name, [], {}, arguments
        for argument, sizes in arguments.items():
            self.types[f"%{argument}"] = sizes, "f32"

    def add(self, text, sizes, element="f32"):
        value = f"%{len(self.lines)}"
        self.lines.append(f"{value} = {text}")
        self.types[value] = sizes, element
        return value

    def type(self, value):
        return shaped(*self.types[value])

    def generic(self, loops, maps, operands, sizes, body, start=None, reduced="", element="f32"):
        """`loops` are letters; `maps` say which each operand has, and the result last; those of `reduced` are reductions.
        `body` takes %i0, %i1... and %o, and ends with a value."""
        empty = self.add(f"tensor.empty() : {shaped(sizes, element)}", sizes, element)
        if start is not None:
            constant = self.add(f"arith.constant {start} : {element}", (), element)
            empty = self.add(f"linalg.fill ins({constant} : {element}) outs({empty} : {shaped(sizes, element)}) -> "
                             f"{shaped(sizes, element)}", sizes, element)
        where = ", ".join(f"affine_map<({', '.join(loops)}) -> ({', '.join(one)})>" for one in maps)
        kinds = ", ".join('"reduction"' if loop in reduced else '"parallel"' for loop in loops)
        arguments = ", ".join([f"%i{k}: {self.types[operand][1]}" for k, operand in enumerate(operands)] + [f"%o: {element}"])
        *lines, last = body.strip().splitlines()
        takes = f"ins({', '.join(operands)} : {', '.join(self.type(operand) for operand in operands)}) " if operands else ""
        return self.add(f"linalg.generic {{indexing_maps = [{where}], iterator_types = [{kinds}]}} {takes}"
                        f"outs({empty} : {shaped(sizes, element)}) {{\n  ^bb0({arguments}):\n" + "\n".join(lines)
                        + f"\n    linalg.yield {last.strip()} : {element}\n  }} -> {shaped(sizes, element)}", sizes, element)

    def reshape(self, kind, value, groups, sizes):
        operand, text = self.type(value), ""
        if kind == "expand":
            text = f" output_shape {list(sizes)}"
        return self.add(f"tensor.{kind}_shape {value} {groups}{text} : {operand} into {shaped(sizes)}", sizes)

    def text(self, *results):
        arguments = ", ".join(f"%{name}: {shaped(sizes)}" for name, sizes in self.arguments.items())
        types = ", ".join(self.type(result) for result in results)
        body = "".join(f"  {line}\n" for line in self.lines)
        return f"func.func @{self.name}({arguments}) -> ({types}) {{\n{body}  return {', '.join(results)} : {types}\n}}"


def softmax(f, x, sizes):
    """Along the last dimension."""
    loops = "abcdefg"[:len(sizes)]
    rows = loops[:-1]
    most = f.generic(loops, [loops, rows], [x], sizes[:-1], "%m = arith.maximumf %i0, %o : f32\n%m", "0xFF800000", loops[-1])
    e = f.generic(loops, [loops, rows, loops], [x, most], sizes, "%s = arith.subf %i0, %i1 : f32\n%e = math.exp %s : f32\n%e")
    total = f.generic(loops, [loops, rows], [e], sizes[:-1], "%s = arith.addf %i0, %o : f32\n%s", "0.0", loops[-1])
    return f.generic(loops, [loops, rows, loops], [e, total], sizes, "%d = arith.divf %i0, %i1 : f32\n%d")


def contract(f, loops, maps, operands, sizes, reduced):
    return f.generic(loops, maps, operands, sizes, "%p = arith.mulf %i0, %i1 : f32\n%s = arith.addf %p, %o : f32\n%s", "0.0",
                     reduced)


def softmaxes():
    for k, (m, n) in enumerate(SIZES["softmax"]):
        f = Function(f"softmax_{k}", x=(m, n))
        yield f.name, f.text(softmax(f, "%x", (m, n)))
        f = Function(f"softmax_of_sum_{k}", x=(2, m, n), y=(m, n))
        s = f.generic("abc", ["abc", "bc", "abc"], ["%x", "%y"], (2, m, n), "%s = arith.addf %i0, %i1 : f32\n%s")
        yield f.name, f.text(softmax(f, s, (2, m, n)), s)
        # Along the first dimension, with the neighbours of a row beside each other.
        f = Function(f"softmax_of_columns_{k}", x=(m, n))
        most = f.generic("ab", ["ab", "b"], ["%x"], (n,), "%m = arith.maximumf %i0, %o : f32\n%m", "0xFF800000", "a")
        yield f.name, f.text(f.generic("ab", ["ab", "b", "ab"], ["%x", most], (m, n), "%s = arith.subf %i0, %i1 : f32\n%s"))


def norms():
    """As PyTorch decomposes a layer norm: the variance in f64, the mean in both."""
    for k, (m, n) in enumerate(SIZES["norm"]):
        f = Function(f"layer_norm_{k}", x=(m, n), g=(n,), b=(n,))
        wide = f.generic("ab", ["ab", "ab"], ["%x"], (m, n), "%w = arith.extf %i0 : f32 to f64\n%w", element="f64")
        total = f.generic("ab", ["ab", "a"], [wide], (m,), "%s = arith.addf %i0, %o : f64\n%s", "0.0", "b", "f64")
        square = f.generic("ab", ["ab", "a", "ab"], [wide, total], (m, n), f"%n = arith.constant {float(n)} : f64\n"
                           "%m = arith.divf %i1, %n : f64\n%d = arith.subf %i0, %m : f64\n%q = arith.mulf %d, %d : f64\n%q",
                           element="f64")
        squares = f.generic("ab", ["ab", "a"], [square], (m,), "%s = arith.addf %i0, %o : f64\n%s", "0.0", "b", "f64")
        narrow = f.generic("ab", ["ab", "a"], ["%x"], (m,), "%s = arith.addf %i0, %o : f32\n%s", "0.0", "b")
        result = f.generic("ab", ["ab", "a", "a", "b", "b", "ab"], ["%x", narrow, squares, "%g", "%b"], (m, n),
                           f"%n = arith.constant {float(n)} : f64\n%e = arith.constant 1.0e-5 : f32\n"
                           f"%v = arith.divf %i2, %n : f64\n%w = arith.truncf %v : f64 to f32\n%z = arith.addf %w, %e : f32\n"
                           f"%r = math.rsqrt %z : f32\n%l = arith.constant {float(n)} : f32\n%m = arith.divf %i1, %l : f32\n"
                           "%d = arith.subf %i0, %m : f32\n%q = arith.mulf %d, %r : f32\n%t = arith.mulf %q, %i3 : f32\n"
                           "%y = arith.addf %t, %i4 : f32\n%y")
        yield f.name, f.text(result)
        f = Function(f"group_norm_{k}", x=(2, 3, m, n))
        total = f.generic("abcd", ["abcd", "ab"], ["%x"], (2, 3), "%s = arith.addf %i0, %o : f32\n%s", "0.0", "cd")
        square = f.generic("abcd", ["abcd", "ab", "abcd"], ["%x", total], (2, 3, m, n),
                           "%d = arith.subf %i0, %i1 : f32\n%q = arith.mulf %d, %d : f32\n%q")
        squares = f.generic("abcd", ["abcd", "ab"], [square], (2, 3), "%s = arith.addf %i0, %o : f32\n%s", "1.0", "cd")
        yield f.name, f.text(f.generic("abcd", ["abcd", "ab", "abcd"], ["%x", squares], (2, 3, m, n),
                                       "%r = math.rsqrt %i1 : f32\n%q = arith.mulf %i0, %r : f32\n%q"))


def attentions():
    """Queries, keys and values as dense layers leave them, [position, head, element]; `r` heads share keys and values."""
    for k, (h, m, n, d, r) in enumerate(SIZES["attention"]):
        f = Function(f"attention_{k}", q=(m, h * r * d), k=(n, h * d), v=(n, h * d), mask=(m, n))
        q = f.reshape("expand", "%q", [[0, 1], [2, 3]], (1, m, h * r, d))
        q = f.generic("abcd", ["acbd", "abcd"], [q], (1, h * r, m, d), "%i0")
        q = f.reshape("collapse", q, [[0, 1], [2], [3]], (h * r, m, d))
        repeated = []
        for name in "kv":
            x = f.reshape("expand", f"%{name}", [[0], [1, 2]], (n, h, d))
            x = f.generic("abcd", ["cad", "abcd"], [x], (h, r, n, d), "%i0")
            repeated.append(f.reshape("collapse", x, [[0, 1], [2], [3]], (h * r, n, d)))
        transposed = f.generic("abc", ["acb", "abc"], repeated[:1], (h * r, d, n), "%i0")
        s = contract(f, "hmnd", ["hmd", "hdn", "hmn"], [q, transposed], (h * r, m, n), "d")
        s = f.generic("hmn", ["hmn", "mn", "hmn"], [s, "%mask"], (h * r, m, n), "%c = arith.constant 0.125 : f32\n"
                      "%t = arith.mulf %i0, %c : f32\n%s = arith.addf %t, %i1 : f32\n%s")
        p = softmax(f, s, (h * r, m, n))
        o = contract(f, "hmdn", ["hmn", "hnd", "hmd"], [p, repeated[1]], (h * r, m, d), "n")
        o = f.generic("mhd", ["hmd", "mhd"], [o], (m, h * r, d), "%i0")
        yield f.name, f.text(f.reshape("collapse", o, [[0], [1, 2]], (m, h * r * d)))


def denses():
    """Reshapes, transposes and units between a contraction and what could be part of its kernel."""
    for k, (m, n, h, d) in enumerate(SIZES["dense"]):
        f = Function(f"dense_units_{k}", x=(m, n), w=(h * d, n), r=(1, m, h * d))
        w = f.generic("ab", ["ba", "ab"], ["%w"], (n, h * d), "%i0")
        y = contract(f, "abc", ["ac", "cb", "ab"], ["%x", w], (m, h * d), "c")
        y = f.reshape("expand", y, [[0, 1], [2]], (1, m, h * d))
        y = f.generic("abc", ["abc", "abc", "abc"], [y, "%r"], (1, m, h * d), "%s = arith.addf %i0, %i1 : f32\n"
                      "%t = math.tanh %s : f32\n%t")
        yield f.name, f.text(f.reshape("collapse", y, [[0, 1], [2]], (m, h * d)))
        f = Function(f"dense_heads_{k}", x=(m, n), w=(n, h * d))
        y = contract(f, "abc", ["ac", "cb", "ab"], ["%x", "%w"], (m, h * d), "c")
        y = f.reshape("expand", y, [[0], [1, 2]], (m, h, d))
        y = f.generic("abc", ["bac", "abc"], [y], (h, m, d), "%i0")
        z = f.generic("abc", ["abc", "abc"], [y], (h, m, d), "%s = arith.negf %i0 : f32\n%s")
        most = f.generic("abc", ["abc", "ab"], [z], (h, m), "%m = arith.maximumf %i0, %o : f32\n%m", "0xFF800000", "c")
        most = f.reshape("expand", most, [[0], [1, 2]], (h, m, 1))
        yield f.name, f.text(f.generic("abc", ["abc", ["a", "b", "0"], "abc"], [y, most], (h, m, d),
                                       "%s = arith.subf %i0, %i1 : f32\n%s"), y)
        # Accumulators that start from what is given.
        f = Function(f"dense_start_{k}", x=(m, n), w=(n, h * d), c=(m, h * d))
        f.lines.append("%y = linalg.matmul ins(%x, %w : " + f"{f.type('%x')}, {f.type('%w')}) outs(%c : {f.type('%c')}) -> "
                       + f.type("%c"))
        f.types["%y"] = f.types["%c"]
        yield f.name, f.text(f.generic("ab", ["ab", "ab"], ["%y"], (m, h * d), "%t = math.tanh %i0 : f32\n%t"))


def functions():
    return dict([*softmaxes(), *norms(), *attentions(), *denses()])
