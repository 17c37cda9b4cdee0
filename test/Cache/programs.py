"""Ops with schedules: as MLIR for the model, and as C that runs the loops.

The C is written from the schedule here, and knows nothing of the model.
"""

FLOAT = 4


class Case:
    """An op under a schedule.

    dims: the points of each loop. operands: (map, shape, mode), with map a list of
    {dim: coefficient} and mode among "r", "w", "rw"; the order is that of the op.
    """

    def __init__(self, name, op, dims, operands, loops, pack=None, softmax=False):
        self.name, self.op, self.dims = name, op, dims
        self.operands, self.loops, self.pack = operands, loops, pack or {}
        self.softmax = softmax

    def schedule(self):
        def tile(loop):
            dim, step = loop
            return f"d{dim}" if step == 1 else f"d{dim}:{step}"

        def tiles(loops):
            return "[" + ", ".join(map(tile, loops)) + "]"

        text = "loops = " + tiles(self.loops)
        if self.pack:
            text += ", pack = {" + ", ".join(f"{o}: {tiles(b)}" for o, b in self.pack.items()) + "}"
        return f"#fpo.schedule<{text}>"

    def function(self):
        types = ["tensor<" + "".join(f"{n}x" for n in shape) + "f32>" for _, shape, _ in self.operands]
        arguments = ", ".join(f"%{i}: {t}" for i, t in enumerate(types))
        return (
            f"func.func @{self.name}({arguments}) -> {types[-1]} {{\n"
            f"  %r = {self.op(self, types)}\n  return %r : {types[-1]}\n}}\n"
        )


# -- MLIR


def named(op, attributes=""):
    def print_op(case, types):
        inputs = ", ".join(f"%{i}" for i in range(len(types) - 1))
        last = len(types) - 1
        return (
            f"{op} {{fpo.schedule = {case.schedule()}{attributes}}}\n"
            f"    ins({inputs} : {', '.join(types[:-1])}) outs(%{last} : {types[-1]}) -> {types[-1]}"
        )

    return print_op


def generic(kinds, body):
    """linalg.generic with the indexing maps of the case."""

    def print_op(case, types):
        names = ", ".join(f"d{i}" for i in range(len(case.dims)))
        maps = []
        for index, _, _ in case.operands:
            terms = [" + ".join(f"d{d} * {c}" if c != 1 else f"d{d}" for d, c in sub.items()) for sub in index]
            maps.append(f"affine_map<({names}) -> ({', '.join(terms)})>")
        iterators = ", ".join(f'"{kind}"' for kind in kinds)
        inputs = ", ".join(f"%{i}" for i in range(len(types) - 1))
        last = len(types) - 1
        return (
            f"linalg.generic {{indexing_maps = [{', '.join(maps)}], iterator_types = [{iterators}]}}\n"
            f"    ins({inputs} : {', '.join(types[:-1])}) outs(%{last} : {types[-1]})\n"
            f"    attrs = {{fpo.schedule = {case.schedule()}}} {{\n{body}\n    }} -> {types[-1]}"
        )

    return print_op


PRODUCT = """    ^bb0(%x: f32, %y: f32, %z: f32):
      %p = arith.mulf %x, %y : f32
      %s = arith.addf %z, %p : f32
      linalg.yield %s : f32"""
COPY = """    ^bb0(%x: f32, %y: f32):
      linalg.yield %x : f32"""


def matmul(name, m, n, k, loops, pack=None):
    operands = [([{0: 1}, {2: 1}], (m, k), "r"), ([{2: 1}, {1: 1}], (k, n), "r"), ([{0: 1}, {1: 1}], (m, n), "rw")]
    return Case(name, named("linalg.matmul"), (m, n, k), operands, loops, pack)


def conv(name, n, h, w, c, kh, kw, f, stride, loops):
    """NHWC by HWCF; the loops are n, oh, ow, f, kh, kw, c."""
    oh, ow = (h - kh) // stride + 1, (w - kw) // stride + 1
    operands = [
        ([{0: 1}, {1: stride, 4: 1}, {2: stride, 5: 1}, {6: 1}], (n, h, w, c), "r"),
        ([{4: 1}, {5: 1}, {6: 1}, {3: 1}], (kh, kw, c, f), "r"),
        ([{0: 1}, {1: 1}, {2: 1}, {3: 1}], (n, oh, ow, f), "rw"),
    ]
    op = generic(["parallel"] * 4 + ["reduction"] * 3, PRODUCT)
    return Case(name, op, (n, oh, ow, f, kh, kw, c), operands, loops)


def transpose(name, m, n, loops):
    """The loops are those of the result, n x m."""
    operands = [([{1: 1}, {0: 1}], (m, n), "r"), ([{0: 1}, {1: 1}], (n, m), "w")]
    return Case(name, generic(["parallel"] * 2, COPY), (n, m), operands, loops)


def softmax(name, m, n, loops):
    def print_op(case, types):
        schedule = "" if case.loops is None else f"{{fpo.schedule = {case.schedule()}}} "
        return (
            f"linalg.softmax {schedule}dimension(1)\n"
            f"    ins(%0 : {types[0]}) outs(%1 : {types[1]}) -> {types[1]}"
        )

    index = [{0: 1}, {1: 1}]
    operands = [(index, (m, n), "r"), (index, (m, n), "w")]
    return Case(name, print_op, (m, n), operands, loops, softmax=True)


# -- C


class Writer:
    """Lays out the memory of a case, and writes its loops."""

    def __init__(self, case):
        self.case, self.lines, self.offset = case, [], 0

    def buffer(self, name, elements):
        self.lines.append(f"  volatile float *const {name} = (volatile float *)(arena + {self.offset});")
        self.offset += (elements * FLOAT + 63) // 64 * 64

    def loops(self, loops, body):
        """Loops over tiles and points; the last tile of a dimension may be smaller."""
        depth, current = 1, {}
        for number, (dim, step) in enumerate(loops):
            size = self.case.dims[dim]
            # Where the tile begins and what it holds, and where that of the loop before it ends.
            begin, tile, outer = current.get(dim, ("0", size, None))
            var, limit = f"t{number}", f"e{number}"
            end = f"{begin} + {tile}"
            if outer:
                end = f"({end} < {outer} ? {end} : {outer})"
            pad = "  " * depth
            self.lines.append(f"{pad}for (long {var} = {begin}, {limit} = {end}; {var} < {limit}; {var} += {step}) {{")
            current[dim] = (var, step, limit)
            depth += 1
        names = {dim: value[0] for dim, value in current.items()}
        for line in body(names):
            self.lines.append("  " * depth + line)
        for level in reversed(range(1, depth)):
            self.lines.append("  " * level + "}")

    def index(self, subscripts, shape, names):
        text = "0"
        for sub, size in zip(subscripts, shape):
            terms = " + ".join(f"{names[d]} * {c}" for d, c in sub.items())
            text = f"({text}) * {size} + {terms}"
        return text


def complete(loops, rank):
    done = {dim for dim, step in loops if step == 1}
    return list(loops) + [(dim, 1) for dim in range(rank) if dim not in done]


def write_kernel(case):
    """A function that runs the case, and the bytes of memory that it needs."""
    writer = Writer(case)
    names = [f"b{i}" for i in range(len(case.operands))]
    for name, (_, shape, _) in zip(names, case.operands):
        elements = 1
        for size in shape:
            elements *= size
        writer.buffer(name, elements)
    loops = complete(case.loops or [], len(case.dims))
    if case.softmax:
        write_softmax(writer, case, loops)
    else:
        write_structured(writer, case, loops, names)
    body = "\n".join(writer.lines)
    return f"__attribute__((noinline)) void kernel_{case.name}(void) {{\n{body}\n}}\n", writer.offset


def write_structured(writer, case, loops, names):
    packed = {}
    for operand, block in case.pack.items():
        subscripts, shape, _ = case.operands[operand]
        dims = [next(iter(sub)) for sub in subscripts]
        tiles = dict(block)
        layout = [(dim, -(-case.dims[dim] // tiles.get(dim, 1)), "/", tiles.get(dim, 1)) for dim in dims]
        layout += [(dim, tile, "%", tile) for dim, tile in block]
        elements = 1
        for _, count, _, _ in layout:
            elements *= count
        writer.buffer(f"p{operand}", elements)

        def packed_index(names, layout=layout):
            text = "0"
            for dim, count, op, tile in layout:
                text = f"({text}) * {count} + {names[dim]} {op} {tile}"
            return text

        packed[operand] = packed_index
        # The copy goes through the packed operand in its order.
        order = [(dim, tiles.get(dim, 1)) for dim in dims] + [(dim, 1) for dim, _ in block]
        writer.loops(
            order,
            lambda n, o=operand: [
                f"p{o}[{packed[o](n)}] = {names[o]}[{writer.index(case.operands[o][0], case.operands[o][1], n)}];"
            ],
        )

    def body(n):
        reads, target = [], None
        for number, (subscripts, shape, mode) in enumerate(case.operands):
            if number in packed:
                access = f"p{number}[{packed[number](n)}]"
            else:
                access = f"{names[number]}[{writer.index(subscripts, shape, n)}]"
            if "r" in mode:
                reads.append(access)
            if "w" in mode:
                target = access
        return [f"{target} = {' + '.join(reads)};"]

    writer.loops(loops, body)


def write_softmax(writer, case, loops):
    m, n = case.dims
    writer.buffer("maximum", m)
    writer.buffer("sum", m)
    # Rows go around all passes if their loop is outermost; without a schedule the passes run one
    # after another.
    tile, points = m, list(loops)
    if case.loops is not None and loops[0][0] == 0:
        tile, points = loops[0][1], list(loops[1:])
    writer.lines.append(f"  for (long r = 0; r < {m}; r += {tile})")
    writer.lines.append("    for (int pass = 0; pass < 3; ++pass) {")
    bounds = {0: ("r", f"(r + {tile} < {m} ? r + {tile} : {m})"), 1: ("0", n)}
    if 0 not in (dim for dim, _ in points):
        points.insert(0, (0, 1))
    statements = [
        "maximum[i] = maximum[i] + b0[i * N + j];",
        "b1[i * N + j] = b0[i * N + j] + maximum[i]; sum[i] = sum[i] + 1;",
        "b1[i * N + j] = b1[i * N + j] + sum[i];",
    ]
    for number, statement in enumerate(statements):
        writer.lines.append(f"      if (pass == {number})")
        for dim, _ in points:
            var = "ij"[dim]
            begin, end = bounds[dim]
            writer.lines.append(f"        for (long {var} = {begin}; {var} < {end}; ++{var})")
        writer.lines.append("        { " + statement.replace("N", str(n)) + " }")
    writer.lines.append("    }")


def write_program(cases):
    kernels, sizes = zip(*(write_kernel(case) for case in cases))
    calls = "\n".join(f"  case {i}: kernel_{case.name}(); break;" for i, case in enumerate(cases))
    return f"""#include <stdlib.h>
enum {{ FLUSH = 1 << 22 }};
static char *arena;
static volatile char *other;
{"".join(kernels)}
/* Leaves nothing of the arena in a cache, and nothing to write back. */
__attribute__((noinline)) void flush_before(void) {{
  for (long i = 0; i < FLUSH; i += 64) (void)other[i];
}}
__attribute__((noinline)) void flush_behind(void) {{
  for (long i = 0; i < FLUSH; i += 64) (void)other[i];
}}
int main(int argc, char **argv) {{
  arena = aligned_alloc(1 << 20, {-(-max(sizes) >> 20) << 20});
  other = aligned_alloc(1 << 20, FLUSH);
  int kernel = atoi(argv[1]);
  flush_before();
  switch (kernel) {{
{calls}
  }}
  flush_behind();
  return 0;
}}
"""
