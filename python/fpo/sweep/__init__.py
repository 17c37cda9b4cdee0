"""Many analyses: models, shapes and options, on this machine or on a Ray cluster.

>>> tasks = make_tasks(["models/*.mlir"], bind={"arg0.0": [1, 2, 4]})
>>> rows = sweep(tasks, journal=Journal("sweep.db"))
"""

from fpo.sweep.driver import Progress, Row, sweep
from fpo.sweep.executors import Executor, Failure, ProcessExecutor, RayExecutor
from fpo.sweep.grid import make_tasks, parse_sizes, read_grid
from fpo.sweep.journal import Journal
from fpo.sweep.tasks import Task

__all__ = [
    "Executor",
    "Failure",
    "Journal",
    "ProcessExecutor",
    "Progress",
    "RayExecutor",
    "Row",
    "Task",
    "make_tasks",
    "parse_sizes",
    "read_grid",
    "sweep",
]
