#!/usr/bin/env python3
"""Whole models as `fpo-opt --emit=so` compiles them beside what others make of them.

    whole_models.py --environments=DIRECTORY [--peers NAME,...] [--models NAME,...] [--threads 1,2] [--runs N] [--output FILE]

Each peer is a process of its own in its own environment (benchmarks/environments.py makes them), and runs in turns with ours,
so that a slow minute hits both. Weights are the same in all; each result is compared with PyTorch's. With one thread, times are
of the processor, so that other programs matter less, otherwise of the wall. Prints tables in Markdown, and writes all times to
FILE as JSON.
"""

import argparse
import json
import os
import signal
import statistics
import subprocess

from environments import PEERS, python_of
from measure import ratio

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
MODELS = ["resnet50", "mobilenet_v2", "bert_base", "gpt2", "gpt2_decode", "vit_b_16", "llama_1b_4l"]


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--environments", default=os.path.join(ROOT, "build", "bench"))
    parser.add_argument("--fpo-opt", default=os.path.join(ROOT, "build", "bin", "fpo-opt"))
    parser.add_argument("--target", default=os.path.join(ROOT, "build", "bench", "machine.mlir"), help="the machine that times are predicted for")
    parser.add_argument("--peers", default=",".join(PEERS))
    parser.add_argument("--models", default=",".join(MODELS))
    parser.add_argument("--threads", default=f"1,{os.cpu_count()}")
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--limit", type=float, default=20, help="seconds that the runs of one peer may take")
    parser.add_argument("--output", default=os.path.join(ROOT, "build", "bench", "whole_models.json"))
    return parser.parse_args()


class Worker:
    """A process that runs a model when it is told to."""

    def __init__(self, arguments, peer, directory, threads):
        self.log = open(f"{directory}/{peer}.log", "w+")
        self.process = subprocess.Popen(
            [python_of(arguments.environments, peer), os.path.join(HERE, "peers", "worker.py"), peer, directory, str(threads),
             f"source={directory}/model.linalg.mlir", f"fpo_opt={arguments.fpo_opt}"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.log, text=True)

    def read(self):
        line = self.process.stdout.readline()
        if not line:
            if self.process.wait() == -signal.SIGALRM:
                raise RuntimeError("takes too long to load")
            self.log.seek(0)
            said = [each.strip() for each in self.log.read().splitlines() if each.strip()]
            raise RuntimeError(next((each for each in said if "error:" in each.lower()), said[-1] if said else "it died")[:200])
        return json.loads(line)

    def run(self):
        self.process.stdin.write("run\n")
        self.process.stdin.flush()
        return self.read()

    def close(self):
        self.process.stdin.close()
        self.process.wait()
        self.log.close()


def prepare(arguments, name):
    directory = os.path.join(arguments.environments, "models", name)
    if not os.path.exists(os.path.join(directory, "model.onnx")):
        subprocess.run([python_of(arguments.environments, "torch-eager"), os.path.join(HERE, "peers", "prepare.py"), name, directory],
                       check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return directory


def predict(arguments, name, threads):
    """The bounds of the time on the machine, in seconds; the upper one may be unknown."""
    path = os.path.join(arguments.environments, "models", name, "model.linalg.mlir")
    done = subprocess.run([arguments.fpo_opt, path, "--emit=json", f"--target={arguments.target}", f"--cores={threads}"],
                          capture_output=True, text=True, check=False)
    return json.loads(done.stdout)["time"]["seconds"] if done.returncode == 0 else None


def compare(arguments, ours, peer, directory, threads):
    """Seconds of ours and of the peer, run in turns, and what the peer said of itself."""
    worker = Worker(arguments, peer, directory, threads)
    clock = "processor" if threads == 1 else "wall"
    try:
        told = worker.read()
        worker.run()  # untimed: caches and threads
        seconds, spent = ([], []), 0
        while len(seconds[0]) < arguments.runs and (spent < arguments.limit or not seconds[0]):
            for run, into in zip((ours, worker), seconds):
                took = run.run()
                into.append(took[clock])
                spent += took["wall"]
        return seconds, told
    finally:
        worker.close()


def milliseconds(seconds):
    return f"{1e3 * seconds:.1f} ms" if seconds < 10 else f"{seconds:.1f} s"


def main():
    arguments = parse_arguments()
    peers, written = arguments.peers.split(","), []
    for threads in map(int, arguments.threads.split(",")):
        print(f"\n| {threads} thread{'s' * (threads > 1)} | fpo | predicted | compile | error | {' | '.join(peers)} | best / fpo |")
        print("|---|---:|---:|---:|---:|" + "---:|" * len(peers) + "---:|", flush=True)
        for name in arguments.models.split(","):
            directory = prepare(arguments, name)
            ours = Worker(arguments, "fpo", directory, threads)
            try:
                told = ours.read()
                ours.run()
            except RuntimeError as error:
                print(f"| {name} | {error} |", flush=True)
                ours.close()
                continue
            cells, all_ours, ratios = [], [], []
            for peer in peers:
                try:
                    (mine, theirs), of_peer = compare(arguments, ours, peer, directory, threads)
                except RuntimeError as error:
                    written.append({"model": name, "threads": threads, "peer": peer, "failed": str(error)})
                    cells.append("fails")
                    continue
                all_ours += mine
                middle, low, high = ratio(theirs, mine)
                ratios.append(middle)
                cells.append(f"{milliseconds(statistics.median(theirs))}, {middle:.2f} ({low:.2f} to {high:.2f})")
                written.append({"model": name, "threads": threads, "peer": peer, "fpo": mine, "seconds": theirs, **of_peer})
            ours.close()
            seconds = predict(arguments, name, threads)
            predicted = " to ".join(milliseconds(each) if each else "?" for each in seconds) if seconds else ""
            written.append({"model": name, "threads": threads, "peer": "fpo", "seconds": all_ours, "predicted": seconds, **told})
            print(f"| {name} | {milliseconds(statistics.median(all_ours)) if all_ours else ''} | {predicted} | {told['load']:.1f} s | "
                  f"{told['error']:.0e} | {' | '.join(cells)} | {min(ratios, default=0):.2f} |", flush=True)
            with open(arguments.output, "w") as file:
                json.dump(written, file, indent=1)

    print("\n| time to compile | " + " | ".join(peers) + " | fpo |\n|---|" + "---:|" * (len(peers) + 1))
    for name in arguments.models.split(","):
        load = {each["peer"]: each["load"] for each in written if each["model"] == name and "load" in each}
        print(f"| {name} | " + " | ".join(f"{load[peer]:.1f} s" if peer in load else "" for peer in [*peers, "fpo"]) + " |")


if __name__ == "__main__":
    main()
