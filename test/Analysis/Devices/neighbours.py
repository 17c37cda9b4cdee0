#!/usr/bin/env python3
"""Halos and shifts, device by device, and pipelines, microbatch by microbatch, against the reports.

    neighbours.py write                 the programs
    neighbours.py check REPORTS.json    the reports of these, one after the other
"""

import itertools
import sys

import reports

WIDTH = 4


def halo_cases():
    for grid in [(1, 1), (2, 1), (1, 3), (2, 2), (3, 2), (3, 4)]:
        for halos in [(1, 1, 1, 1), (2, 1, 0, 3), (0, 0, 1, 2)]:
            yield grid, halos


def halo_program(grid, halos):
    rows, columns = 4 + halos[0] + halos[1], 5 + halos[2] + halos[3]
    tensor = f"tensor<{rows}x{columns}xf32>"
    return f"""shard.grid @grid(shape = {grid[0]}x{grid[1]})
func.func @run(%a: {tensor}) -> {tensor} {{
  %0 = shard.update_halo %a on @grid split_axes = [[0], [1]] halo_sizes = {list(halos)} : {tensor}
  return %0 : {tensor}
}}
"""


def simulate_halo(grid, halos):
    """Sends the columns, then the rows with the columns' halos; returns what each device sent, by axis."""
    rows, columns = 4, 5
    top, bottom, left, right = halos
    places = list(itertools.product(range(grid[0]), range(grid[1])))
    image = {}
    local = {}
    for r, c in places:
        block = {}
        for i in range(rows):
            for j in range(columns):
                image[r * rows + i, c * columns + j] = block[i, j] = hash((r, c, i, j))
        local[r, c] = block
    sent = {axis: dict.fromkeys(places, 0) for axis in (0, 1)}

    def send(axis, source, destination, cells, shift):
        if destination not in local or not cells:
            return
        sent[axis][source] += len(cells)
        for i, j in cells:
            local[destination][i + shift[0], j + shift[1]] = local[source][i, j]

    inner = range(rows)
    for r, c in places:
        send(1, (r, c), (r, c + 1), [(i, j) for i in inner for j in range(columns - left, columns)], (0, -columns))
        send(1, (r, c), (r, c - 1), [(i, j) for i in inner for j in range(right)], (0, columns))
    wide = range(-left, columns + right)
    # At an edge of the image there is nothing in the halo, and it is sent all the same.
    for r, c in places:
        for i in inner:
            for j in wide:
                local[r, c].setdefault((i, j), None)
    for r, c in places:
        send(0, (r, c), (r + 1, c), [(i, j) for i in range(rows - top, rows) for j in wide], (-rows, 0))
        send(0, (r, c), (r - 1, c), [(i, j) for i in range(bottom) for j in wide], (rows, 0))
    for (r, c), block in local.items():
        for i in range(-top, rows + bottom):
            for j in wide:
                expected = image.get((r * rows + i, c * columns + j))
                assert expected is None or block[i, j] == expected
    return sent


def check_halo(report, grid, halos):
    sent = simulate_halo(grid, halos)
    for row in report["devices"]["communication"]:
        found = row["ring"]["sent_bytes"], row["ring"]["total_bytes"]
        values = sent[row["axes"][0]].values()
        expected = WIDTH * max(values), WIDTH * sum(values)
        if found != expected:
            print(f"halo {halos} on {grid}, axis {row['axes']}: {found}, not {expected}")
            return False
    return len(report["devices"]["communication"]) == 2


def shift_cases():
    for n in [1, 2, 5]:
        for offset in [-6, -1, 0, 1, 2, 5]:
            for rotate in [False, True]:
                yield n, offset, rotate


def shift_program(n, offset, rotate):
    return f"""shard.grid @grid(shape = 3x{n})
func.func @run(%a: tensor<7xf32>) -> tensor<7xf32> {{
  %0 = shard.shift %a on @grid grid_axes = [1] shift_axis = 1 offset = {offset} {'rotate' if rotate else ''}
    : tensor<7xf32> -> tensor<7xf32>
  return %0 : tensor<7xf32>
}}
"""


def check_shift(report, n, offset, rotate):
    sent = [0] * n
    for i in range(n):
        to = (i + offset) % n if rotate else i + offset
        if 0 <= to < n and to != i:
            sent[i] += 7 * WIDTH
    row = report["devices"]["communication"][0]["ring"]
    found = row["sent_bytes"], row["total_bytes"]
    if found != (max(sent), 3 * sum(sent)):
        print(f"shift by {offset} of {n}, rotate {rotate}: {found}, not {max(sent)}, {3 * sum(sent)}")
        return False
    return True


def stage_cases():
    yield [3]
    yield [2, 2, 2]
    yield [1, 4, 2, 2]


def stage_program(times):
    body = "".join(f"  %{i + 1} = arith.addf %{i}, %{i} {{fpo.stage = {i} : i32}} : tensor<{t}xf32>\n".replace(
        f"%{i}, %{i}", f"%a{i}, %a{i}") for i, t in enumerate(times))
    arguments = ", ".join(f"%a{i}: tensor<{t}xf32>" for i, t in enumerate(times))
    return f"func.func @run({arguments}) {{\n{body}  return\n}}\n"


def check_stages(report, times, microbatches):
    pipeline = report["devices"]["pipeline"]
    found = [stage["fpo"] for stage in pipeline["stages"]]

    def idle(times):
        done = [0] * len(times)
        for _ in range(microbatches):
            ready = 0
            for i, t in enumerate(times):
                ready = done[i] = max(ready, done[i]) + t
        return 1 - microbatches * sum(times) / (len(times) * done[-1])

    good = (found == times and abs(pipeline["idle"] - idle(times)) < 1e-12 and
            abs(pipeline["bubble"] - idle([1] * len(times))) < 1e-12 and pipeline["unstaged_fpo"] == 0)
    if not good:
        print(f"{times}: {pipeline}, not {idle(times)}, {idle([1] * len(times))}")
    return good


def cases():
    for case in halo_cases():
        yield halo_program(*case), check_halo, case
    for case in shift_cases():
        yield shift_program(*case), check_shift, case
    for times in stage_cases():
        yield stage_program(times), check_stages, (times, 6)


def main():
    if sys.argv[1] == "write":
        print("// -----\n".join(program for program, _, _ in cases()))
        return 0
    good, number = reports.check(sys.argv[2], (lambda report, check=check, case=case: check(report, *case) for _, check, case in cases()))
    print(f"{good} of {number} are as simulated")
    return 0 if good == number else 1


if __name__ == "__main__":
    sys.exit(main())
