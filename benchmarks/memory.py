"""What models hold in memory: what the report says of the program, and what compiled code takes.

usage: memory.py FPO_OPT [FILE.mlir=INPUTS ...]

`reported` is the largest sum of tensors that the program computes and holds at once (`--emit=json --memory`, `allocated`).
`arena` is what a run of compiled code takes beside inputs and results, `state` what `f_init` makes of parameters, both from the
header. Arena and results are less than what is reported where ops are fused, since what they hand on is nowhere, and more where
operands are packed.
"""

import json
import re
import subprocess
import sys

MODELS = {
    "examples/resnet50.mlir": 1,
    "test/Models/Inputs/mobilenet_v2.linalg.mlir": 1,
    "test/Models/Inputs/bert_base.linalg.mlir": 2,
    "test/Models/Inputs/gpt2.linalg.mlir": 1,
    "test/Models/Inputs/vit_b_16.linalg.mlir": 1,
}


def measure(fpo_opt: str, path: str, inputs: int) -> tuple[int, int, int, int]:
    """The bytes that are reported, those of the arena, of all results, and of the state."""

    def run(*options: str) -> str:
        return subprocess.run(
            [fpo_opt, path, f"--inputs={inputs}", *options],
            check=True,
            capture_output=True,
            text=True,
        ).stdout

    reported = json.loads(run("--emit=json", "--memory"))["memory"]["allocated"]
    header = run("--emit=header")
    arena, results, state = (
        sum(map(int, re.findall(rf"_{what}_bytes (\d+)", header)))
        for what in ("arena", r"result_\d+", "state")
    )
    return reported, arena, results, state


def main() -> None:
    fpo_opt, *given = sys.argv[1:]
    models = {path: int(inputs) for path, inputs in (one.rsplit("=", 1) for one in given)} or MODELS
    print(
        "| model | reported | arena | results | arena + results, of reported | state |\n|---|---:|---:|---:|---:|---:|"
    )
    for path, inputs in models.items():
        reported, arena, results, state = measure(fpo_opt, path, inputs)
        name = path.rsplit("/", 1)[-1].split(".")[0]
        print(
            f"| {name} | {reported} | {arena} | {results} | {(arena + results) / reported:.2f} | {state} |"
        )


if __name__ == "__main__":
    main()
