"""List the fusion groups of reports (--emit=json --groups) that follow each other on the standard input."""

import json
import sys


def reports(text):
    decoder = json.JSONDecoder()
    at = 0
    while at < len(text):
        report, at = decoder.raw_decode(text, at)
        yield report
        while at < len(text) and text[at].isspace():
            at += 1


for report in reports(sys.stdin.read()):
    names = {op["id"]: op["op"] for op in report["ops"]}
    print(f"@{report['entry']} fused {report['totals']['fused']}")
    for group in report["groups"]:
        ops = " ".join(names[op] for op in group["ops"])
        print(f"  {group['id']} {group['root']} read {group['read']} write {group['write']} ops {ops}")
