"""Time and memory of commands, run in turns."""

import os
import statistics
import subprocess
import time
from dataclasses import dataclass


@dataclass
class Samples:
    seconds: list
    mebibytes: list

    def time(self):
        return statistics.median(self.seconds)

    def memory(self):
        return statistics.median(self.mebibytes)


def run_once(command):
    """Wall seconds and the peak of resident memory in MiB of one run, whose output goes nowhere."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    error = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stderr.close()
    if process.returncode != 0:
        raise RuntimeError(f"{' '.join(command)} failed: {error.decode(errors='replace')[:500]}")
    return seconds, usage.ru_maxrss / 1024


def interleave(commands, runs):
    """Samples of each command, after a run that warms up; in turns, so that a slow minute hits all alike."""
    samples = [Samples([], []) for _ in commands]
    for command in commands:
        run_once(command)
    for _ in range(runs):
        for command, sample in zip(commands, samples):
            seconds, mebibytes = run_once(command)
            sample.seconds.append(seconds)
            sample.mebibytes.append(mebibytes)
    return samples


def ratio(ours, theirs):
    """The median of the ratios of runs that followed each other, and their spread (the quartiles)."""
    ratios = sorted(a / b for a, b in zip(ours, theirs))
    if len(ratios) < 4:
        return statistics.median(ratios), ratios[0], ratios[-1]
    low, _, high = statistics.quantiles(ratios, n=4)
    return statistics.median(ratios), low, high
