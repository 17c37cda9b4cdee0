"""What changed between two programs, or two versions of one."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from fpo.report import CostReport, Count, Op

_QUANTITIES = ("fpo", "mac", "iop", "read", "write", "fused", "params", "param_bytes", "peak")


def _subtract(after: Count, before: Count) -> Count:
    """`after` less `before`; None where either is no single number or expression."""
    if isinstance(after, int) and isinstance(before, int):
        return after - before
    if not isinstance(after, (int, str)) or not isinstance(before, (int, str)):
        return None
    from fpo import _fpo

    change = _fpo.subtract(str(after), str(before))
    return int(change) if change.lstrip("-").isdecimal() else change


@dataclass(frozen=True)
class Change:
    """A quantity before and after; `change` is None where that is no single number."""

    before: Count
    after: Count

    @property
    def change(self) -> Count:
        return _subtract(self.after, self.before)


@dataclass(frozen=True)
class ChangedOp:
    """An op whose cost changed; `before` or `after` is None if it is not there."""

    before: Op | None
    after: Op | None

    @property
    def op(self) -> Op:
        """The op, as it is after the change, if it is there."""
        found = self.after or self.before
        assert found is not None
        return found

    @property
    def fpo(self) -> Change:
        """Its operations."""
        return Change(self.before.fpo if self.before else 0, self.after.fpo if self.after else 0)


@dataclass(frozen=True)
class CostDiff:
    """What changed from `before` to `after`; no totals and no ops if nothing did."""

    before: CostReport
    after: CostReport
    totals: dict[str, Change]
    ops: tuple[ChangedOp, ...]

    def __bool__(self) -> bool:
        return bool(self.totals or self.ops)

    def __str__(self) -> str:
        if not self:
            return "no change"
        lines = []
        for name, change in self.totals.items():
            lines.append(
                f"{name:<12} {_show(change.before):>18} -> {_show(change.after):>18}"
                f"   {_show_change(change)}"
            )
        if self.ops:
            lines.append("")
        for each in self.ops:
            mark = "+" if each.before is None else "-" if each.after is None else "~"
            lines.append(
                f"{mark} {each.op.location or '?'} {each.op.op}   "
                f"{_show(each.fpo.before)} -> {_show(each.fpo.after)}   {_show_change(each.fpo)}"
            )
        return "\n".join(lines)


def _show(count: Count) -> str:
    if isinstance(count, tuple):
        low, high = count
        return f"at least {_show(low)}" if high is None else f"{_show(low)}..{_show(high)}"
    return "?" if count is None else f"{count:,}" if isinstance(count, int) else count


def _show_change(change: Change) -> str:
    value = change.change
    if value is None:
        return ""
    if not isinstance(value, int):
        return f"by {value}"
    share = ""
    if isinstance(change.before, int) and change.before != 0:
        share = f"  {100 * value / change.before:+.1f} %"
    return f"{value:+,}{share}"


def diff(before: Any, after: Any, **options: Any) -> CostDiff:
    """What `after` costs otherwise than `before`.

    Both are reports, or anything that `fpo.analyze` takes with `options`. Ops are taken for the
    same if function, name and location are, in their order; `totals` has the quantities that
    changed, `ops` those whose operations or bytes did, the largest change of operations first.
    Raises `FpoError`.
    """
    from fpo.analysis import report_of

    old, new = (report_of(each, **options) for each in (before, after))
    totals = {}
    for name in _QUANTITIES:
        change = Change(getattr(old.totals, name), getattr(new.totals, name))
        if change.before != change.after:
            totals[name] = change
    changed = [
        pair
        for pair in _match(old.ops, new.ops)
        if pair.before is None or pair.after is None or _cost(pair.before) != _cost(pair.after)
    ]
    changed.sort(key=_weight, reverse=True)
    return CostDiff(old, new, totals, tuple(changed))


def _cost(op: Op) -> tuple[Any, ...]:
    return op.times, op.fpo, op.mac, op.iop, op.read, op.write


def _weight(pair: ChangedOp) -> float:
    """By which ops are ordered: what is no number comes first."""
    change = pair.fpo.change
    return abs(change) if isinstance(change, int) else math.inf


def _match(before: tuple[Op, ...], after: tuple[Op, ...]) -> list[ChangedOp]:
    """Pairs of ops with the same function, name and location, in their order."""
    waiting: dict[tuple[Any, ...], list[Op]] = defaultdict(list)
    for op in reversed(before):
        waiting[op.function, op.op, op.location].append(op)
    pairs = []
    for op in after:
        same = waiting[op.function, op.op, op.location]
        pairs.append(ChangedOp(same.pop() if same else None, op))
    left = [op for ops in waiting.values() for op in reversed(ops)]
    return pairs + [ChangedOp(op, None) for op in sorted(left, key=lambda op: op.id)]
