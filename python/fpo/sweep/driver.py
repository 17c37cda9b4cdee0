"""A sweep: what is missing is run, what is finished is kept, and rows are in the order of tasks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from fpo.sweep.executors import Executor, Failure, ProcessExecutor
from fpo.sweep.journal import Journal
from fpo.sweep.tasks import Task, run_task


@dataclass(frozen=True)
class Row:
    """A task with its report (``fpo-report/1``), or why there is none."""

    task: Task
    report: dict[str, Any] | None
    error: str | None


@dataclass(frozen=True)
class Progress:
    """How far a sweep has come: tasks that differ, those with a result, those that failed."""

    total: int
    finished: int
    failed: int


def sweep(
    tasks: Sequence[Task],
    *,
    journal: Journal | None = None,
    executor: Executor | None = None,
    on_progress: Callable[[Progress], None] = lambda progress: None,
) -> tuple[Row, ...]:
    """Analyses all ``tasks``; those with the same key once, and those in ``journal`` not again.

    Returns a row for each task, in their order, whatever the executor (by default, processes of
    this machine). A model that can't be analysed is a row with its diagnostics. So is one under
    which workers died, but that is not kept: a resumed sweep tries it again.
    """
    executor = executor or ProcessExecutor()
    different = {task.key: task for task in tasks}
    outcomes = {} if journal is None else journal.find(different)
    failed = sum("error" in outcome for outcome in outcomes.values())
    on_progress(Progress(len(different), len(outcomes), failed))
    work = {
        key: (task.model, dict(task.options), task.content)
        for key, task in different.items()
        if key not in outcomes
    }
    for key, outcome in executor.run(run_task, work) if work else ():
        if isinstance(outcome, Failure):
            outcome = {"error": outcome.reason}
        elif journal is not None:
            journal.record(key, outcome)
        outcomes[key] = outcome
        failed += "error" in outcome
        on_progress(Progress(len(different), len(outcomes), failed))
    return tuple(
        Row(task, outcomes[task.key].get("report"), outcomes[task.key].get("error"))
        for task in tasks
    )
