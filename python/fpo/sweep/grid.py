"""What to sweep over: models, sizes and options, from a file or from arguments."""

from __future__ import annotations

import csv
import glob
import itertools
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from fpo.errors import FpoError
from fpo.sweep.tasks import Task

_RANGE = re.compile(r"(\d+):(\d+):(x?)(\d+)")


def make_tasks(
    models: Iterable[str],
    bind: Mapping[str, Sequence[int]] | None = None,
    options: Mapping[str, Sequence[Any]] | None = None,
) -> tuple[Task, ...]:
    """Every model with every combination of sizes and of options, models outermost.

    A model is a file, ``file.py:function``, or a pattern of files. Raises FpoError if there is no
    such file.
    """
    bind, options = dict(bind or {}), dict(options or {})
    if "all" in options.get("convention", ()):
        raise FpoError.of("a sweep takes conventions one by one, such as fpo,mac, and not 'all'")
    tasks = []
    for model, content in _read_models(models):
        for values in itertools.product(*bind.values(), *options.values()):
            sizes = dict(zip(bind, values[: len(bind)], strict=True))
            chosen: dict[str, Any] = {"bind": sizes} if sizes else {}
            chosen |= zip(options, values[len(bind) :], strict=True)
            tasks.append(Task(model, chosen, content))
    return tuple(tasks)


def read_grid(path: str | Path) -> tuple[Task, ...]:
    """The tasks of a file.

    TOML or YAML: ``models``, a list; ``bind``, for each symbol a list of sizes or a range; and
    ``options``, for each a value or a list of values. CSV: a task in each row, with the columns
    ``model``, ``bind.SYMBOL`` and options. Models are relative to the file. Raises FpoError.
    """
    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".csv":
            return _read_csv(text, path)
        stated = tomllib.loads(text) if path.suffix == ".toml" else _read_yaml(text)
    except OSError as error:
        raise FpoError.of(f"can't be read: {error.strerror}", str(path)) from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, csv.Error) as error:
        raise FpoError.of(str(error), str(path)) from None
    try:
        return _from_mapping(stated, path.parent)
    except FpoError as error:
        raise FpoError.of(error.diagnostics[0].message, str(path)) from None


def parse_sizes(text: str) -> list[int]:
    """``1,2,8``, ``FROM:TO:STEP`` or ``FROM:TO:xFACTOR``, with both ends, as ``--sweep`` reads."""
    if match := _RANGE.fullmatch(text.strip()):
        low, high, times, by = int(match[1]), int(match[2]), match[3], int(match[4])
        if by < (2 if times else 1) or (times and low == 0):
            raise FpoError.of(f"'{text}' never ends")
        sizes = [low]
        while (following := sizes[-1] * by if times else sizes[-1] + by) <= high:
            sizes.append(following)
        return sizes
    try:
        return [int(one) for one in text.split(",")]
    except ValueError:
        reason = f"'{text}' is neither sizes, such as 1,2,8, nor FROM:TO:STEP or FROM:TO:xFACTOR"
        raise FpoError.of(reason) from None


def _read_yaml(text: str) -> Any:
    import yaml

    try:
        return yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise FpoError.of(" ".join(str(error).split())) from None


def _from_mapping(stated: Any, folder: Path) -> tuple[Task, ...]:
    if not isinstance(stated, dict) or not isinstance(stated.get("models"), list):
        raise FpoError.of("expected 'models', a list of files")
    if strange := sorted(set(stated) - {"models", "bind", "options"}):
        raise FpoError.of(f"'{strange[0]}' is none of models, bind, options")
    for part in ("bind", "options"):
        if not isinstance(stated.get(part, {}), dict):
            raise FpoError.of(f"expected names and values in '{part}'")
    bind = {name: _sizes(name, value) for name, value in stated.get("bind", {}).items()}
    options = {
        name: value if isinstance(value, list) else [value]
        for name, value in stated.get("options", {}).items()
    }
    return make_tasks((str(folder / str(model)) for model in stated["models"]), bind, options)


def _sizes(name: str, value: Any) -> list[int]:
    if isinstance(value, str):
        return parse_sizes(value)
    sizes = value if isinstance(value, list) else [value]
    if not all(isinstance(one, int) and not isinstance(one, bool) for one in sizes):
        raise FpoError.of(f"the sizes of '{name}' are no integers")
    return sizes


def _read_csv(text: str, path: Path) -> tuple[Task, ...]:
    reader = csv.DictReader(text.splitlines(), strict=True)
    if "model" not in (reader.fieldnames or ()):
        raise FpoError.of("there is no column 'model'", f"{path}:1")
    tasks: list[Task] = []
    contents: dict[str, bytes] = {}
    for row in reader:
        place = f"{path}:{reader.line_num}"
        if None in row or None in row.values() or not row["model"]:
            raise FpoError.of("expected a model and as many cells as in the header", place)
        bind, options = {}, {}
        for name, value in row.items():
            if not value or name == "model":
                continue
            if not name.startswith("bind."):
                options[name] = [value]
            elif value.isdecimal():
                bind[name.removeprefix("bind.")] = [int(value)]
            else:
                raise FpoError.of(f"column '{name}' is no size: '{value}'", place)
        model = str(path.parent / row["model"])
        (task,) = make_tasks([glob.escape(model)], bind, options)
        # One object for each file: it is sent to workers once.
        content = contents.setdefault(task.model, task.content)
        tasks.append(Task(task.model, task.options, content))
    return tuple(tasks)


def _read_models(models: Iterable[str]) -> Iterable[tuple[str, bytes]]:
    for model in models:
        pattern, colon, function = model.partition(".py:")
        found = sorted(glob.glob(f"{pattern}.py" if colon else pattern))
        if not found:
            raise FpoError.of("there is no such file", model)
        for file in found:
            try:
                content = Path(file).read_bytes()
            except OSError as error:
                raise FpoError.of(f"can't be read: {error.strerror}", file) from None
            yield (f"{file}:{function}" if colon else file), content
