"""What programs cost: the functions of the package, on anything that can be imported."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterable, Mapping
from typing import Any, Literal, overload

from fpo.errors import FpoError, FpoWarning
from fpo.report import ConventionReport, CostReport


@overload
def analyze(
    model: Any, *example_inputs: Any, convention: Literal["all"], **options: Any
) -> ConventionReport: ...


@overload
def analyze(model: Any, *example_inputs: Any, **options: Any) -> CostReport: ...


def analyze(
    model: Any,
    *example_inputs: Any,
    convention: str = "fpo",
    count: str = "executed",
    bind: Mapping[str, int] | None = None,
    target: str | None = None,
    rules: Iterable[str | os.PathLike] = (),
    entry: str | None = None,
    inputs: int | None = None,
    training: str | None = None,
    energy: bool = False,
    grid: str | None = None,
    **options: Any,
) -> CostReport | ConventionReport:
    """What `model` costs.

    `model` and `example_inputs` are what `fpo.importers.import_model` takes. `convention` is "fpo",
    "mac", "torch" or "xla", or "all" for a `ConventionReport`; `count` "executed" or "useful";
    `bind` has numbers for symbols; `target` names a machine, for times; `rules` are files; `entry`
    is the function that is run, the last `inputs` arguments of which are no parameters; `training`
    names an optimizer; `energy` asks for joules and emissions, those of `grid`. Other `options` are
    those of `--fpo-report` by their names, or the importer's. Raises `FpoError`, and warns with
    `FpoWarning`.
    """
    from fpo import _fpo
    from fpo.importers import import_model

    given = _fpo.ReportOptions()
    given.convention = _choice(_fpo.Convention, convention, "convention")
    given.count = _choice(_fpo.Count, count, "count")
    given.bind = [f"{symbol}={size}" for symbol, size in (bind or {}).items()]
    given.energy = energy
    for name, value in (("target", target), ("entry", entry), ("inputs", inputs), ("grid", grid)):
        if value is not None:
            setattr(given, name, value)
    if training is not None:
        given.training = True
        given.optimizer = _choice(_fpo.Optimizer, training, "training")
    for name in [name for name in options if hasattr(given, name)]:
        setattr(given, name, options.pop(name))
    module = import_model(model, *example_inputs, **options)
    given.file = module.name
    views = _fpo.report(module.bytecode, module.name, given, [os.fspath(rule) for rule in rules])
    for diagnostic in views.diagnostics:
        warnings.warn(str(diagnostic), FpoWarning, stacklevel=2)
    kind = ConventionReport if convention == "all" else CostReport
    return kind(
        views.json,
        text=views.text,
        csv=views.csv,
        markdown=views.markdown,
        diagnostics=views.diagnostics,
    )


def report_of(model: Any, **options: Any) -> CostReport:
    """`model`, if it is a report, or what `analyze` says of it, in one convention."""
    report = model if isinstance(model, CostReport) else analyze(model, **options)
    if not isinstance(report, CostReport):
        raise FpoError.of("this is done in one convention, and not in 'all'")
    return report


def annotate(
    model: Any,
    *example_inputs: Any,
    count: str = "executed",
    entry: str = "",
    bind: Mapping[str, int] | None = None,
    strict: bool = False,
    rules: Iterable[str | os.PathLike] = (),
    **options: Any,
) -> str:
    """The program with what each op costs written beside it, as text. Raises `FpoError`."""
    from fpo import _fpo
    from fpo.importers import import_model

    module = import_model(model, *example_inputs, **options)
    bound = [f"{symbol}={size}" for symbol, size in (bind or {}).items()]
    chosen = _choice(_fpo.Count, count, "count")
    files = [os.fspath(rule) for rule in rules]
    return _fpo.annotate(module.bytecode, module.name, chosen, entry, bound, strict, files)


def explain(op: str, rules: Iterable[str | os.PathLike] = ()) -> str:
    """How an op, such as "math.tanh:f32", comes down to ADD and MUL. Raises `FpoError`."""
    from fpo import _fpo

    return _fpo.explain(op, [os.fspath(rule) for rule in rules])


def targets() -> list[str]:
    """The names of the machines that are known without a file."""
    from fpo import _fpo

    return _fpo.targets()


def _choice(choices: Any, name: str, what: str) -> Any:
    try:
        return getattr(choices, name)
    except AttributeError:
        known = ", ".join(one for one in dir(choices) if not one.startswith("_"))
        raise FpoError.of(f"{what} '{name}' is none of {known}") from None
