#!/usr/bin/env python3
"""The backward pass of the same model in several forms multiplies and accumulates as often, and that of a model with dynamic
sizes costs, at some sizes, what the static model of these sizes does.

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


# A dynamic model, a static one, and the sizes.
BOUND = [("resnet18_dynbatch", "resnet18_b4", ["arg122.0=4"]), ("resnet18_dynbatch", "resnet18", ["arg122.0=1"]),
         ("resnet18_dynhw", "resnet18_h160w192", ["arg122.2=160", "arg122.3=192"])]


def backward(fpo_opt, path, inputs, bindings=()):
    command = [fpo_opt, path, "--emit=json", "--training=none"]
    command += [f"--inputs={inputs}"] if inputs else []
    done = subprocess.run(command + [f"--bind={b}" for b in bindings], capture_output=True, text=True, check=True)
    training = json.loads(done.stdout)["training"]
    return training["backward"], training["unknown"]


def main():
    fpo_opt, directory = sys.argv[1:]
    with open(os.path.join(directory, "expected.csv")) as file:
        rows = {row["file"]: row for row in csv.DictReader(file)}
    found = collections.defaultdict(dict)
    for name, row in rows.items():
        model, form = name.removesuffix(".mlir").split(".", 1)
        if model not in FIRST:
            continue
        cost, unknown = backward(fpo_opt, os.path.join(directory, name), row["inputs"])
        wanted = 2 * int(row["mac"]) - FIRST[model]
        found[model][form] = cost["mac"] == wanted and not unknown
        if not found[model][form]:
            print(f"{name}: {cost['mac']}, not {wanted}; unknown: {unknown[:2]}")
    forms = [good for model in found.values() for good in model.values()]
    print(f"{sum(forms)} of {len(forms)} forms of {len(found)} models agree")
    good = 0
    for dynamic, static, bindings in BOUND:
        bound = backward(fpo_opt, os.path.join(directory, dynamic + ".linalg.mlir"), 1, bindings)
        fixed = backward(fpo_opt, os.path.join(directory, static + ".linalg.mlir"), 1)
        good += bound == fixed
        if bound != fixed:
            print(f"{dynamic} {bindings}: {bound}, {static}: {fixed}")
    print(f"{good} of {len(BOUND)} dynamic models agree")
    return 0 if all(forms) and good == len(BOUND) else 1


if __name__ == "__main__":
    sys.exit(main())
