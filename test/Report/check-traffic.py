"""Check that the traffic of the ops adds up to that of the program, and that copies move what they must."""

import json
import sys

with open(sys.argv[1], encoding="utf-8") as file:
    report = json.load(file)
traffic = report["traffic"]
for number, level in enumerate(traffic["levels"]):
    for side in ("read", "write"):
        total = level[side][0]  # at least that
        assert level[side][1] is None
        parts = sum(op["levels"][number][side] for op in traffic["ops"])
        assert total == parts, (level["name"], side, total, parts)
names = {op["id"]: op["op"] for op in report["ops"]}
# A copy of 16 KiB loads both matrices and stores one; it runs twice.
copies = [op for op in traffic["ops"] if names[op["id"]] == "linalg.copy"]
assert [level["read"] for level in copies[0]["levels"]] == [2 * 32768] * 3
assert [level["write"] for level in copies[0]["levels"]] == [2 * 16384] * 3
