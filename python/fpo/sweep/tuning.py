"""The kernels of a program, tuned on the nodes of a cluster, one at a time on each.

``fpo-opt --emit=kernels`` writes the kernels, ``fpo-opt --tune`` measures one of them, and the
database that it writes comes back. What is known goes along, so that a kernel that was measured in
part goes on where it was.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from fpo import tools
from fpo.errors import FpoError
from fpo.sweep.executors import Executor, Failure

#: The resource of a node that a measurement takes, so that none disturbs another.
RESOURCE = "fpo_measurement"

_COLUMNS = "kernel, processor, compiler, schedule, seconds, predicted"


@dataclass(frozen=True)
class Measured:
    """What is known of a kernel after tuning."""

    #: The digest of its text, as databases name it.
    kernel: str
    #: How many schedules were measured, and the fastest run, in seconds; None if there is none.
    schedules: int
    best: float | None
    #: Why it was not tuned, if it was not.
    error: str | None = None


def default_database() -> Path:
    """The file that ``fpo-opt`` uses unless another one is named; makes its folder."""
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    folder = Path(cache) / "fpo"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / "tuning.db"


def tune_kernels(
    program: str | Path,
    *,
    trials: int,
    database: str | Path,
    executor: Executor,
    target: str | None = None,
    options: Sequence[str] = (),
    on_progress: Callable[[int, int], None] = lambda done, total: None,
) -> tuple[Measured, ...]:
    """Measures ``trials`` schedules of each kernel of ``program``, a file of MLIR.

    What comes out is kept in ``database``, a file of ``--tuning-db`` on this machine, kernel by
    kernel, as it comes. ``target`` is the machine that ranks schedules, by default each node's own
    description, which is measured if it is missing. ``options`` are further ones of ``fpo-opt``,
    such as ``--inputs=1``. ``on_progress`` is told how many kernels are done, and how many there
    are. Returns what is known of each kernel, in the order of the program. Raises FpoError if the
    program has no kernels because it can't be compiled, or the database can't be used.
    """
    arguments = [*options, *([f"--target={target}"] if target else [])]
    texts = _list_kernels(program, arguments)
    _create(database)
    work = {
        _digest(text): (text, trials, target, _extract(database, _digest(text))) for text in texts
    }
    errors: dict[str, str] = {}
    on_progress(0, len(work))
    for done, (kernel, result) in enumerate(executor.run(tune_kernel, work) if work else (), 1):
        if isinstance(result, Failure):
            errors[kernel] = result.reason
        else:
            _merge(database, result)
        on_progress(done, len(work))
    with closing(sqlite3.connect(database)) as connection:
        return tuple(
            Measured(kernel, *_known(connection, kernel), errors.get(kernel)) for kernel in work
        )


def tune_kernel(text: str, trials: int, target: str | None, known: bytes) -> bytes:
    """Tunes one kernel on this machine. ``known`` and what is returned are databases."""
    with tempfile.TemporaryDirectory(prefix="fpo-tune-") as folder:
        program, database = Path(folder, "kernel.mlir"), Path(folder, "tuning.db")
        program.write_text(text)
        database.write_bytes(known)
        if not target:
            _calibrate()
        tools.run(
            "fpo-opt",
            program,
            "--emit=obj",
            f"--tune=trials:{trials}",
            f"--tuning-db={database}",
            *([f"--target={target}"] if target else []),
            "-o",
            Path(folder, "kernel.o"),
        )
        return _serialize(database)


def _list_kernels(program: str | Path, options: Iterable[str]) -> list[str]:
    written = tools.run("fpo-opt", program, "--emit=kernels", *options)
    return written.split("// -----\n") if written else []


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _calibrate() -> None:
    """Describes this machine, if that has not been done."""
    try:
        tools.run("fpo-opt", "--print-targets=host")
    except FpoError:
        tools.run("fpo-run", "--calibrate")


def _create(database: str | Path) -> None:
    """Makes the database, if it is not there."""
    with tempfile.TemporaryDirectory(prefix="fpo-tune-") as folder:
        empty = Path(folder, "empty.mlir")
        empty.write_text("module {}\n")
        tools.run(
            "fpo-opt", empty, "--emit=obj", f"--tuning-db={database}", "-o", Path(folder, "empty.o")
        )


def _extract(database: str | Path, kernel: str) -> bytes:
    """A database of ``kernel`` alone."""
    with closing(sqlite3.connect(database)) as whole, closing(sqlite3.connect(":memory:")) as part:
        whole.backup(part)
        part.execute("DELETE FROM measurement WHERE kernel != ?", (kernel,))
        part.execute("DELETE FROM kernel WHERE digest != ?", (kernel,))
        part.commit()
        part.execute("VACUUM")
        return part.serialize()


def _serialize(database: Path) -> bytes:
    with closing(sqlite3.connect(database)) as whole, closing(sqlite3.connect(":memory:")) as copy:
        whole.backup(copy)
        return copy.serialize()


def _merge(database: str | Path, measured: bytes) -> None:
    """Writes what is in ``measured`` to ``database``, all or nothing."""
    with closing(sqlite3.connect(":memory:")) as part:
        part.deserialize(measured)
        kernels = part.execute("SELECT digest, text FROM kernel").fetchall()
        rows = part.execute(f"SELECT {_COLUMNS} FROM measurement").fetchall()
    with closing(sqlite3.connect(database, timeout=30)) as connection, connection:
        connection.executemany("INSERT OR IGNORE INTO kernel(digest, text) VALUES (?, ?)", kernels)
        connection.executemany(
            f"INSERT OR REPLACE INTO measurement({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)", rows
        )


def _known(connection: sqlite3.Connection, kernel: str) -> tuple[int, float | None]:
    return connection.execute(
        "SELECT count(*), min(seconds) FROM measurement WHERE kernel = ?", (kernel,)
    ).fetchone()
