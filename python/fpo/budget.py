"""Budgets: limits on what a program may cost, as assertions."""

from __future__ import annotations

from typing import Any

from fpo.errors import FpoError
from fpo.report import CostReport, Count, Totals


def _bounds(count: Count) -> tuple[str, str | None]:
    """A count's lower and upper bound, as text; None above: at least."""
    if count is None:
        return "0", None
    low, high = count if isinstance(count, tuple) else (count, count)
    return str(low), None if high is None else str(high)


def _counts(report: CostReport, quantity: str, function: str) -> list[Count]:
    """The counts whose sum is the quantity that a limit speaks of. Raises `FpoError` for others."""
    totals = report.totals
    if function:
        functions = {one.name: one.totals for one in report.functions}
        if function not in functions:
            raise FpoError.of(f"a limit is on '@{function}', which the program does not run")
        totals = functions[function]
    elif quantity == "unknown":
        return [len(report.unknown)]
    value = getattr(totals, quantity, None) if quantity in Totals.__dataclass_fields__ else None
    if value is None or isinstance(value, float):
        known = [name for name in Totals.__dataclass_fields__ if name not in ("intensity", "waste")]
        raise FpoError.of(
            f"a limit is on '{quantity}', which the report does not have; there are "
            f"{', '.join(known)} and unknown"
        )
    return list(value.values()) if isinstance(value, dict) else [value]


def broken_limits(report: CostReport, *limits: str) -> list[str]:
    """The limits that `report` does not certainly keep to, each with the exact value.

    A limit is `QUANTITY <= N[unit] [@function]`, with the names of `Totals`, or `unknown`; the
    relation is one of <= < >= > ==, the unit of 1000 (k, M, G, T, P) or of 1024 (Ki to Pi), with B
    or without. An interval keeps to a limit if all of it does, what depends on symbols if it does
    for each size. Raises `FpoError` for what can't be understood.
    """
    from fpo import _fpo

    broken = []
    for text in limits:
        limit = _fpo.parse_limit(text)
        counts = _counts(report, limit.quantity, limit.function)
        is_kept, value = _fpo.check_limit(limit, [_bounds(count) for count in counts])
        if not is_kept:
            broken.append(f"{text}: {limit.quantity} is {_grouped(value)}")
    return broken


def assert_budget(model: Any, *limits: str, **options: Any) -> None:
    """Raises `AssertionError` with the exact values if `model` costs more than `limits` say.

        fpo.assert_budget(model, "fpo <= 9.9e6", "peak <= 512MiB", "unknown == 0")

    `model` is a `CostReport`, or anything that `fpo.analyze` takes with `options`; `limits` are as
    in `broken_limits`. Raises `FpoError` for what can't be understood.
    """
    __tracebackhide__ = True  # pytest shows the caller's line
    from fpo.analysis import report_of

    broken = broken_limits(report_of(model, **options), *limits)
    if broken:
        raise AssertionError("over budget: " + "; ".join(broken))


def _grouped(value: str) -> str:
    return f"{int(value):,}" if value.isdecimal() else value
