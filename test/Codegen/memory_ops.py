"""Programs that do little but go through memory: transpositions of all kinds, and sums over columns."""

from row_ops import Function, shaped

# The result's loops, the operand's, and the sizes of the first.
TRANSPOSED = [("ab", "ba", (5, 3)), ("ab", "ba", (16, 16)), ("ab", "ba", (37, 70)), ("ab", "ba", (100, 33)), ("ab", "ba", (130, 16)),
              ("abc", "acb", (3, 20, 37)), ("abc", "cba", (19, 4, 40)), ("abc", "bca", (33, 5, 18)), ("abcd", "acbd", (2, 6, 5, 20)),
              ("abcd", "abdc", (2, 3, 17, 34))]
SUMS = [(64, 70), (100, 257), (70, 1100), (129, 64)]


def transposition(name, loops, turned, sizes, element):
    f = Function(name)
    operand = tuple(sizes[loops.index(loop)] for loop in turned)
    f.arguments["x"], f.types["%x"] = operand, (operand, element)
    result = f.generic(loops, [turned, loops], ["%x"], sizes, "%i0", element=element)
    return f.text(result).replace(f"%x: {shaped(operand)}", f"%x: {shaped(operand, element)}")


def functions():
    for element in ("f32", "f64", "f16", "bf16", "i8", "i32"):
        for number, (loops, turned, sizes) in enumerate(TRANSPOSED):
            name = f"transpose_{element}_{number}"
            yield name, transposition(name, loops, turned, sizes, element)
    for number, (loops, turned, sizes) in enumerate(TRANSPOSED):
        name = f"add_transposed_{number}"
        f = Function(name, x=tuple(sizes[loops.index(loop)] for loop in turned), y=sizes)
        yield name, f.text(f.generic(loops, [turned, loops, loops], ["%x", "%y"], sizes, "%s = arith.addf %i0, %i1 : f32\n%s"))
    for rows, columns in SUMS:
        name = f"column_sums_{rows}_{columns}"
        f = Function(name, x=(rows, columns))
        yield name, f.text(f.generic("rc", ["rc", "c"], ["%x"], (columns,), "%s = arith.addf %i0, %o : f32\n%s", "0.0", "r"))
