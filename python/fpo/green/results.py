"""The table of results: a CSV file with the experiments behind a result.

A row is an experiment, a training run of one assignment of hyperparameters, or one point of its
training curve. ``COLUMNS`` says what the columns mean; all others are hyperparameters.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from fpo.errors import FpoError

COLUMNS: Mapping[str, str] = {
    "model": "the name of the model; required",
    "score": "the validation score; empty if the run has none, such as one that diverged; required",
    "experiment": "which experiment a row belongs to; rows that share it are its training curve",
    "seed": "of the random numbers",
    "dataset": "the name of the training data",
    "dataset_size": "the examples of the training data, which an epoch goes through",
    "batch": "the examples of a step; the program's batch unless given",
    "epochs": "epochs up to this row; parts of one are allowed",
    "steps": "steps up to this row",
    "experiments": "how many experiments the row stands for; 1 unless given",
    "seconds": "how long the experiment took up to this row, as measured",
    "kwh": "what energy it took up to this row, as measured",
    "fpo": "what operations it took up to this row, if fpo is not to work that out",
}


class ResultsError(FpoError):
    """A table that can't be read: file and line are its location, column and reason its message."""


@dataclass(frozen=True)
class Point:
    """A row: what an experiment had reached, and what it had taken by then."""

    score: float | None
    epochs: Fraction | None = None
    steps: int | None = None
    seconds: float | None = None
    kwh: float | None = None
    fpo: int | None = None
    line: int = 0


@dataclass(frozen=True)
class Experiment:
    """A training run, or several that share a row (``experiments``)."""

    model: str
    name: str
    seed: str | None
    dataset: str | None
    dataset_size: int | None
    batch: int | None
    experiments: int
    hyperparameters: Mapping[str, str]
    #: In the order of training; the last one is the end. At least one.
    points: tuple[Point, ...]

    @property
    def last(self) -> Point:
        return self.points[-1]

    def best_score(self, *, lower_is_better: bool) -> float | None:
        """The best score of its points, which early stopping would have kept; None without one."""
        scores = [point.score for point in self.points if point.score is not None]
        return (min if lower_is_better else max)(scores, default=None)

    def steps_at(self, point: Point, batch: int) -> int | None:
        """Steps up to ``point`` of ``batch`` examples each; None if the table does not say."""
        if point.steps is not None:
            return point.steps
        if point.epochs is None or self.dataset_size is None:
            return None
        return math.ceil(point.epochs * math.ceil(Fraction(self.dataset_size, batch)))


@dataclass(frozen=True)
class Results:
    """All experiments of a table, in its order."""

    experiments: tuple[Experiment, ...]
    hyperparameters: tuple[str, ...] = ()

    @property
    def models(self) -> tuple[str, ...]:
        """The names of the models, each once, in order."""
        return tuple(dict.fromkeys(experiment.model for experiment in self.experiments))

    def of_model(self, model: str) -> tuple[Experiment, ...]:
        return tuple(one for one in self.experiments if one.model == model)


def read_results(path: str | Path) -> Results:
    """Reads the CSV file at ``path``.

    Raises ResultsError, with line and column, for what is no such table.
    """
    try:
        with open(path, newline="", encoding="utf-8-sig") as file:
            return parse_results(file, str(path))
    except OSError as error:
        raise ResultsError.of(f"can't be read: {error.strerror}", str(path)) from None
    except UnicodeDecodeError as error:
        raise ResultsError.of(f"not UTF-8: {error.reason}", str(path)) from None
    except csv.Error as error:
        raise ResultsError.of(f"no CSV: {error}", str(path)) from None


def parse_results(lines: Iterable[str], name: str = "<results>") -> Results:
    """The same of ``lines``, which errors call ``name``."""
    reader = csv.DictReader(lines, strict=True)
    header = [column.strip() for column in reader.fieldnames or ()]
    reader.fieldnames = header
    for column in ("model", "score"):
        if column not in header:
            raise ResultsError.of(f"there is no column '{column}'", f"{name}:1")
    if twice := next((one for one in header if header.count(one) > 1), None):
        raise ResultsError.of(f"the column '{twice}' is there twice", f"{name}:1")
    hyperparameters = tuple(one for one in header if one and one not in COLUMNS)
    groups: dict[tuple[str, str], _Group] = {}
    for row in reader:
        line = reader.line_num
        if None in row or None in row.values():
            reason = f"expected {len(header)} cells, as in the header"
            raise ResultsError.of(reason, f"{name}:{line}")
        cells = _Cells(name, line, {key: value.strip() for key, value in row.items()})
        model = cells.text("model")
        if model is None:
            raise cells.error("model", "is empty")
        label = cells.text("experiment")
        key = (model, label if label is not None else f"line {line}")
        group = groups.setdefault(key, _Group(cells, key))
        group.add(cells, hyperparameters)
    if not groups:
        raise ResultsError.of("there are no experiments", name)
    return Results(
        tuple(group.finish(hyperparameters) for group in groups.values()), hyperparameters
    )


@dataclass
class _Cells:
    """The cells of one row."""

    file: str
    line: int
    values: dict[str, str]

    def error(self, column: str, reason: str) -> FpoError:
        return ResultsError.of(f"column '{column}' {reason}", f"{self.file}:{self.line}")

    def text(self, column: str) -> str | None:
        return self.values.get(column) or None

    def integer(self, column: str, least: int = 0) -> int | None:
        """The cell as an integer; ``1e6`` is one as well."""
        value = self.fraction(column)
        if value is None:
            return None
        if value.denominator != 1 or not least <= value <= 10**60:
            raise self.error(
                column, f"is no integer from {least} to 10^60: '{self.values[column]}'"
            )
        return int(value)

    def fraction(self, column: str) -> Fraction | None:
        """The cell as an exact decimal number that is not negative."""
        if (text := self.text(column)) is None:
            return None
        if self.real(column) is not None:
            number = Decimal(text)
            # An exponent of minus a million would take all the memory as a fraction.
            if number >= 0 and int(number.as_tuple().exponent) >= -30:
                return Fraction(number)
        raise self.error(column, f"is negative, or has more than 30 decimals: '{text}'")

    def real(self, column: str) -> float | None:
        if (text := self.text(column)) is None:
            return None
        try:
            value = float(text)
        except ValueError:
            raise self.error(column, f"is no number: '{text}'") from None
        if not math.isfinite(value) or "_" in text:
            raise self.error(column, f"is no number: '{text}'; leave it empty if there is none")
        return value

    def positive(self, column: str) -> float | None:
        value = self.real(column)
        if value is not None and value < 0:
            raise self.error(column, f"is negative: '{self.values[column]}'")
        return value

    def point(self) -> Point:
        return Point(
            score=self.real("score"),
            epochs=self.fraction("epochs"),
            steps=self.integer("steps"),
            seconds=self.positive("seconds"),
            kwh=self.positive("kwh"),
            fpo=self.integer("fpo"),
            line=self.line,
        )


#: What grows along a training curve.
_PROGRESS = ("epochs", "steps", "seconds", "kwh", "fpo")
#: What all rows of an experiment share, beside its hyperparameters.
_SHARED = ("seed", "dataset", "dataset_size", "batch", "experiments")


@dataclass
class _Group:
    """The rows of one experiment."""

    first: _Cells
    key: tuple[str, str]
    points: list[Point] = field(default_factory=list)

    def add(self, cells: _Cells, hyperparameters: tuple[str, ...]) -> None:
        for column in (*_SHARED, *hyperparameters):
            if cells.text(column) != self.first.text(column):
                raise cells.error(
                    column,
                    f"differs from line {self.first.line} of the same experiment '{self.key[1]}'",
                )
        point = cells.point()
        if self.points:
            self._check_progress(cells, point)
        self.points.append(point)

    def _check_progress(self, cells: _Cells, point: Point) -> None:
        before = self.points[-1]
        pairs = [(name, getattr(before, name), getattr(point, name)) for name in _PROGRESS]
        for name, old, new in pairs:
            if (old is None) != (new is None):
                raise cells.error(name, f"is given on one of the lines {before.line}, {point.line}")
            if old is not None and new < old:
                raise cells.error(name, f"is less than on line {before.line}, earlier in training")
        if all(old == new for _, old, new in pairs):
            raise cells.error(
                "experiment",
                f"names the experiment of line {before.line}, but epochs, steps, seconds, kwh and "
                "fpo do not tell the two rows apart",
            )

    def finish(self, hyperparameters: tuple[str, ...]) -> Experiment:
        first = self.first
        experiments = first.integer("experiments", 1)
        return Experiment(
            model=self.key[0],
            name=self.key[1],
            seed=first.text("seed"),
            dataset=first.text("dataset"),
            dataset_size=first.integer("dataset_size", 1),
            batch=first.integer("batch", 1),
            experiments=1 if experiments is None else experiments,
            hyperparameters={
                name: value for name in hyperparameters if (value := first.text(name)) is not None
            },
            points=tuple(self.points),
        )
