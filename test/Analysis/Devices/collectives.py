#!/usr/bin/env python3
"""Passes the messages of collectives among devices, one by one, and holds what was sent against the report.

    collectives.py write                 the programs, one per collective, size and number of devices
    collectives.py check REPORTS.json    the reports of these, one after the other

What is sent is data, and the result is checked: an algorithm that is counted here is one that works.
"""

import sys

import reports

WIDTH = 4
# The devices are those along the second axis of a 2 x n grid.
GROUPS = 2


class Network:
    """Devices that send lists of numbers, and add them up."""

    def __init__(self, n):
        self.n = n
        self.steps = self.path = self.longest = 0
        self.sent = [0] * n
        self.adds = [0] * n

    def step(self, messages):
        """Sends (source, destination, list) messages at once; returns what each device received."""
        received = {}
        for source, destination, data in messages:
            assert source != destination
            self.sent[source] += len(data)
            received[destination] = list(data)
        self.steps += 1
        longest = max((len(data) for _, _, data in messages), default=0)
        self.path += longest
        self.longest = max(self.longest, longest)
        return received

    def add(self, device, lhs, rhs):
        assert len(lhs) == len(rhs)
        self.adds[device] += len(lhs)
        return [a + b for a, b in zip(lhs, rhs)]


def split(data, n):
    """As evenly as can be, the longer parts first."""
    base, rest = divmod(len(data), n)
    parts, at = [], 0
    for i in range(n):
        size = base + (1 if i < rest else 0)
        parts.append(data[at:at + size])
        at += size
    return parts


def vectors(n, size):
    return [[100 * i + j for j in range(size)] for i in range(n)]


def total(data):
    return [sum(column) for column in zip(*data)]


def joined(parts):
    return [x for part in parts for x in part]


def distances(n):
    d = 1
    while d < n:
        yield d
        d *= 2


def ring_reduce_scatter(net, parts):
    """Device i ends with the sum of part i + 1."""
    n = net.n
    for s in range(n - 1):
        got = net.step([(i, (i + 1) % n, parts[i][(i - s) % n]) for i in range(n)])
        for i in range(n):
            p = (i - 1 - s) % n
            parts[i][p] = net.add(i, parts[i][p], got[i])


def ring_all_reduce(net, size):
    n = net.n
    data = vectors(n, size)
    parts = [split(v, n) for v in data]
    ring_reduce_scatter(net, parts)
    for s in range(n - 1):
        got = net.step([(i, (i + 1) % n, parts[i][(i + 1 - s) % n]) for i in range(n)])
        for i in range(n):
            parts[i][(i - s) % n] = got[i]
    assert all(joined(p) == total(data) for p in parts)


def binomial_reduce(net, data):
    for d in distances(net.n):
        senders = [i for i in range(net.n) if i % (2 * d) == d]
        got = net.step([(i, i - d, data[i]) for i in senders])
        for i, received in got.items():
            data[i] = net.add(i, data[i], received)


def binomial_broadcast(net, data):
    for d in reversed(list(distances(net.n))):
        got = net.step([(i, i + d, data[i]) for i in range(0, net.n, 2 * d) if i + d < net.n])
        for i, received in got.items():
            data[i] = received


def tree_all_reduce(net, size):
    data = vectors(net.n, size)
    expected = total(data)
    binomial_reduce(net, data)
    binomial_broadcast(net, data)
    assert all(v == expected for v in data)


def ring_all_gather(net, size):
    n = net.n
    own = vectors(n, size // n)
    have = [{i: own[i]} for i in range(n)]
    for s in range(n - 1):
        got = net.step([(i, (i + 1) % n, have[i][(i - s) % n]) for i in range(n)])
        for i in range(n):
            have[i][(i - 1 - s) % n] = got[i]
    assert all([h[i] for i in range(n)] == own for h in have)


def tree_all_gather(net, size):
    """Bruck's: device i holds the parts i, i + 1, ..."""
    n = net.n
    own = vectors(n, size // n)
    have = [[own[i]] for i in range(n)]
    for d in distances(n):
        count = min(d, n - d)
        got = net.step([(i, (i - d) % n, joined(have[i][:count])) for i in range(n)])
        for i in range(n):
            have[i] += [got[i][k * (size // n):(k + 1) * (size // n)] for k in range(count)]
    assert all(have[i][(j - i) % n] == own[j] for i in range(n) for j in range(n))


def ring_reduce_scatter_op(net, size):
    data = vectors(net.n, size)
    parts = [split(v, net.n) for v in data]
    ring_reduce_scatter(net, parts)
    expected = split(total(data), net.n)
    assert all(parts[i][(i + 1) % net.n] == expected[(i + 1) % net.n] for i in range(net.n))


def tree_reduce_scatter(net, size):
    """Bruck's all-gather backwards, with sums."""
    n = net.n
    data = vectors(n, size)
    have = [[split(v, n)[(i + j) % n] for j in range(n)] for i, v in enumerate(data)]
    for d in reversed(list(distances(n))):
        count = min(d, n - d)
        got = net.step([(i, (i + d) % n, joined(have[i][d:d + count])) for i in range(n)])
        for i in range(n):
            for k in range(count):
                have[i][k] = net.add(i, have[i][k], got[i][k * (size // n):(k + 1) * (size // n)])
    assert [h[0] for h in have] == split(total(data), n)


def pairwise_all_to_all(net, size):
    n = net.n
    parts = [split(v, n) for v in vectors(n, size)]
    result = [{i: parts[i][i]} for i in range(n)]
    for s in range(1, n):
        got = net.step([(i, (i + s) % n, parts[i][(i + s) % n]) for i in range(n)])
        for i in range(n):
            result[i][(i - s) % n] = got[i]
    assert all(result[i][j] == parts[j][i] for i in range(n) for j in range(n))


def bruck_all_to_all(net, size):
    n = net.n
    width = size // n
    parts = [split(v, n) for v in vectors(n, size)]
    slots = [[parts[i][(i + j) % n] for j in range(n)] for i in range(n)]
    for d in distances(n):
        moved = [j for j in range(n) if j & d]
        got = net.step([(i, (i + d) % n, joined([slots[i][j] for j in moved])) for i in range(n)])
        for i in range(n):
            for k, j in enumerate(moved):
                slots[i][j] = got[i][k * width:(k + 1) * width]
    assert all(slots[i][(i - j) % n] == parts[j][i] for i in range(n) for j in range(n))


def chain(net, size, reduces):
    """Part after part, from device n - 1 to device 0; several are on the way at once."""
    n = net.n
    data = vectors(n, size)
    expected = total(data) if reduces else data[-1]
    parts = [split(v, n) for v in data]
    for s in range(2 * (n - 1)):
        messages, sent = [], []
        for i in range(n - 1, 0, -1):
            p = s - (n - 1 - i)
            if 0 <= p < n:
                messages.append((i, i - 1, parts[i][p]))
                sent.append((i - 1, p))
        got = net.step(messages)
        for i, p in sent:
            parts[i][p] = net.add(i, parts[i][p], got[i]) if reduces else got[i]
    results = parts[:1] if reduces else parts
    assert all(joined(p) == expected for p in results)


def tree_broadcast(net, size):
    data = vectors(net.n, size)
    expected = data[0]
    binomial_broadcast(net, data)
    assert all(v == expected for v in data)


def tree_reduce(net, size):
    data = vectors(net.n, size)
    expected = total(data)
    binomial_reduce(net, data)
    assert data[0] == expected


def chain_gather(net, size):
    n = net.n
    own = vectors(n, size // n)
    have = [[v] for v in own]
    for s in range(n - 1):
        got = net.step([(i, i - 1, have[i][s]) for i in range(1, n) if s < len(have[i])])
        for i, received in got.items():
            have[i].append(received)
    assert have[0] == own


def tree_gather(net, size):
    n = net.n
    have = [list(v) for v in vectors(n, size // n)]
    expected = joined(have)
    for d in distances(n):
        got = net.step([(i, i - d, have[i]) for i in range(n) if i % (2 * d) == d])
        for i, received in got.items():
            have[i] += received
    assert have[0] == expected


def chain_scatter(net, size):
    """The part of the last device first."""
    n = net.n
    parts = split(list(range(size)), n)
    queue = {0: [(p, parts[p]) for p in range(n - 1, 0, -1)]}
    result = {0: parts[0]}
    for s in range(n - 1):
        messages = []
        for i, waiting in queue.items():
            if waiting:
                messages.append((i, i + 1, waiting.pop(0)))
        net.step([(a, b, data) for a, b, (_, data) in messages])
        for _, b, (p, data) in messages:
            if p == b:
                result[b] = data
            else:
                queue.setdefault(b, []).append((p, data))
    assert result == dict(enumerate(parts))


def tree_scatter(net, size):
    n = net.n
    width = size // n
    have = {0: list(range(size))}
    for d in reversed(list(distances(n))):
        messages = [(i, i + d, have[i][d * width:]) for i in range(0, n, 2 * d) if i + d < n]
        got = net.step(messages)
        for i, _, _ in messages:
            have[i] = have[i][:d * width]
        have.update(got)
    assert [have[i] for i in range(n)] == split(list(range(size)), n)


# By the op: its algorithms, and whether its tensor is split evenly.
OPS = {
    "all_reduce": (ring_all_reduce, tree_all_reduce, False),
    "all_gather": (ring_all_gather, tree_all_gather, True),
    "reduce_scatter": (ring_reduce_scatter_op, tree_reduce_scatter, True),
    "all_to_all": (pairwise_all_to_all, bruck_all_to_all, True),
    "broadcast": (lambda net, size: chain(net, size, False), tree_broadcast, False),
    "reduce": (lambda net, size: chain(net, size, True), tree_reduce, False),
    "gather": (chain_gather, tree_gather, True),
    "scatter": (chain_scatter, tree_scatter, True),
}


def program(op, n, size):
    part = size // n
    inputs = {"all_gather": part, "gather": part}
    results = {"reduce_scatter": part, "scatter": part}
    source = f"tensor<{inputs.get(op, size)}xf32>"
    result = f"tensor<{results.get(op, size)}xf32>"
    attributes = {
        "all_gather": "gather_axis = 0",
        "reduce_scatter": "scatter_axis = 0",
        "all_to_all": "split_axis = 0 concat_axis = 0",
        "broadcast": "root = [0]",
        "reduce": "root = [0]",
        "gather": "gather_axis = 0 root = [0]",
        "scatter": "scatter_axis = 0 root = [0]",
    }.get(op, "")
    types = f"({source}) -> {result}" if "root" in attributes else f"{source} -> {result}"
    return f"""shard.grid @grid(shape = {GROUPS}x{n})
func.func @run(%a: {source}) -> {result} {{
  %0 = shard.{op} %a on @grid grid_axes = [1] {attributes} : {types}
  return %0 : {result}
}}
"""


def cases():
    for op, (_, _, is_even) in OPS.items():
        for n in range(1, 10):
            for size in [1, 5, 12, 31]:
                yield op, n, size * n if is_even else size


def bounds(count):
    return count if isinstance(count, list) else [count, count]


def check(report, op, n, size):
    wrong = []
    row = report["devices"]["communication"][0]
    assert row["op"] == "shard." + op and row["axes"] == [1] and row["group"] == n, row
    for name, run in zip(["ring", "tree"], OPS[op]):
        net = Network(n)
        if n > 1:
            run(net, size)
        pipelined = name == "ring" and op in ("broadcast", "reduce")
        expected = {
            "steps": net.steps,
            "sent_bytes": WIDTH * max(net.sent),
            # While a pipeline fills and drains, messages may be shorter.
            "path_bytes": WIDTH * (net.steps * net.longest if pipelined else net.path),
            "total_bytes": WIDTH * GROUPS * sum(net.sent),
        }
        for key, value in expected.items():
            if row[name][key] != value:
                wrong.append(f"{name} {key} {row[name][key]}, not {value}")
        adds = bounds(report["totals"]["add"].get("f32", 0))
        # In a tree some devices add more often; a device's cost is that of the ring.
        if name == "ring" and adds != [min(net.adds), max(net.adds)]:
            wrong.append(f"{adds} additions, not {min(net.adds)} to {max(net.adds)}")
    for text in wrong:
        print(f"{op} of {size} on {n}: {text}")
    return not wrong


def main():
    if sys.argv[1] == "write":
        print("// -----\n".join(program(*case) for case in cases()))
        return 0
    good, number = reports.check(sys.argv[2], (lambda report, case=case: check(report, *case) for case in cases()))
    print(f"{good} of {number} collectives send what they should")
    return 0 if good == number else 1


if __name__ == "__main__":
    sys.exit(main())
