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
    processor: list

    def time(self):
        return statistics.median(self.seconds)

    def memory(self):
        return statistics.median(self.mebibytes)


def run_once(command):
    """Wall seconds, peak of resident memory in MiB and processor seconds of one run, whose output goes nowhere."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    error = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stderr.close()
    if process.returncode != 0:
        raise RuntimeError(f"{' '.join(command)} failed: {error.decode(errors='replace')[:500]}")
    return seconds, usage.ru_maxrss / 1024, usage.ru_utime + usage.ru_stime


def interleave(commands, runs):
    """Samples of each command, after a run that warms up; in turns, so that a slow minute hits all alike."""
    samples = [Samples([], [], []) for _ in commands]
    for command in commands:
        run_once(command)
    for _ in range(runs):
        for command, sample in zip(commands, samples):
            for values, value in zip((sample.seconds, sample.mebibytes, sample.processor), run_once(command)):
                values.append(value)
    return samples


def ratio(ours, theirs):
    """The median of the ratios of runs that followed each other, and their spread (the quartiles)."""
    ratios = sorted(a / b for a, b in zip(ours, theirs))
    if len(ratios) < 4:
        return statistics.median(ratios), ratios[0], ratios[-1]
    low, _, high = statistics.quantiles(ratios, n=4)
    return statistics.median(ratios), low, high
