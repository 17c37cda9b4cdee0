#!/usr/bin/env python3
"""The backward pass of the same model in several forms multiplies and accumulates as often.

    training-forms.py FPO_OPT DIRECTORY
"""

import collections
import csv
import json
import os
import subprocess
import sys

# The multiply-accumulates of the first layer, of which the input wants no gradient: of an image, or of token embeddings,
# none.
FIRST = {"alexnet": 55 * 55 * 64 * 3 * 11 * 11, "bert_base": 0, "gpt2": 0, "llama_1b_4l": 0,
         "mobilenet_v2": 112 * 112 * 32 * 3 * 3 * 3, "resnet18": 112 * 112 * 64 * 3 * 7 * 7,
         "resnet50": 112 * 112 * 64 * 3 * 7 * 7, "vit_b_16": 14 * 14 * 768 * 3 * 16 * 16}


def main():
    fpo_opt, directory = sys.argv[1:]
    with open(os.path.join(directory, "expected.csv")) as file:
        rows = {row["file"]: row for row in csv.DictReader(file)}
    found = collections.defaultdict(dict)
    for name, row in rows.items():
        model, form = name.removesuffix(".mlir").split(".", 1)
        if model not in FIRST:
            continue
        command = [fpo_opt, os.path.join(directory, name), "--emit=json", "--training=none"]
        command += [f"--inputs={row['inputs']}"] if row["inputs"] else []
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        training = json.loads(done.stdout)["training"]
        wanted = 2 * int(row["mac"]) - FIRST[model]
        found[model][form] = training["backward"]["mac"] == wanted and not training["unknown"]
        if not found[model][form]:
            print(f"{name}: {training['backward']['mac']}, not {wanted}; unknown: {training['unknown'][:2]}")
    forms = [good for model in found.values() for good in model.values()]
    print(f"{sum(forms)} of {len(forms)} forms of {len(found)} models agree")
    return 0 if all(forms) else 1


if __name__ == "__main__":
    sys.exit(main())
