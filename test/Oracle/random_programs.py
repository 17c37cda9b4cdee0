"""The first of the random programs, as a family."""

import programs


def functions():
    return {f"p{seed}": programs.Program(seed, f"p{seed}").text() for seed in range(20)}
