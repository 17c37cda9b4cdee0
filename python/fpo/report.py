"""What a program costs, as values of Python: views on the JSON report (docs/ReportSchema.md)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from fpo.errors import Diagnostic, FpoError

if TYPE_CHECKING:
    import pandas

#: A count: an integer of any size; `(lo, hi)` for an interval, `(lo, None)` for "at least"; a
#: string where it depends on open symbols; None if no upper bound of an op's own cost is known.
Count = int | str | tuple[int | str, int | str | None] | None


def _count(value: Any) -> Count:
    return tuple(value) if isinstance(value, list) else value


@dataclass(frozen=True)
class Totals:
    """What an entry, or a function, costs. Operations are numbers, `read`, `write`, `fused`, `peak`
    and `param_bytes` bytes, `intensity` operations per byte. A quantity that the report does not
    have is None.
    """

    fpo: Count = None
    add: dict[str, Count] = field(default_factory=dict)
    mul: dict[str, Count] = field(default_factory=dict)
    mac: Count = None
    iop: Count = None
    read: Count = None
    write: Count = None
    fused: Count = None
    peak: Count = None
    intensity: float | None = None
    params: Count = None
    param_bytes: Count = None
    transcendentals: Count = None
    waste: dict[str, Count] | None = None

    @classmethod
    def of(cls, totals: dict[str, Any]) -> Totals:
        """The totals as a report has them; fields that are not known here are left out."""
        values = {}
        for name in cls.__dataclass_fields__:
            value = totals.get(name)
            if isinstance(value, dict):
                value = {key: _count(each) for key, each in value.items()}
            values[name] = _count(value)
        return cls(**{name: value for name, value in values.items() if value is not None})


@dataclass(frozen=True)
class Op:
    """One op's own cost in all its runs. `location` is a path of scopes, or a place in a file."""

    id: int
    op: str
    function: str | None
    location: str
    times: Count
    fpo: Count
    add: dict[str, Count] | None
    mul: dict[str, Count] | None
    mac: Count
    iop: Count
    read: Count
    write: Count
    status: str


@dataclass(frozen=True)
class UnknownOp:
    """An op of which something is not known, and why."""

    op: str
    location: str
    reason: str


@dataclass(frozen=True)
class Symbol:
    """A size that the totals depend on; `value` is None while it is open."""

    name: str
    value: Count
    meaning: str
    location: str


@dataclass(frozen=True)
class Function:
    """A function that the program runs: what one call costs, and how often it is called."""

    name: str
    calls: Count
    totals: Totals


@dataclass
class TreeNode:
    """A scope of the source, with what the ops in it cost by themselves and in `children`.

    `fpo`, `mac`, `read` and `write` are numbers as far as they are known; `is_exact` says whether
    all of it is.
    """

    name: str
    fpo: int = 0
    mac: int = 0
    read: int = 0
    write: int = 0
    ops: int = 0
    is_exact: bool = True
    children: dict[str, TreeNode] = field(default_factory=dict)

    def walk(self, depth: int = 0) -> Iterator[tuple[int, TreeNode]]:
        """This node and those below it, each with its depth."""
        yield depth, self
        for child in self.children.values():
            yield from child.walk(depth + 1)

    def __str__(self) -> str:
        return "\n".join(
            f"{'  ' * depth}{node.name or '.'}  {'' if node.is_exact else 'at least '}{node.fpo:,}"
            for depth, node in self.walk()
        )


class Views:
    """A report in the forms that `fpo-opt --emit` has."""

    def __init__(
        self,
        json_text: str,
        *,
        text: str | None = None,
        csv: str | None = None,
        markdown: str | None = None,
        diagnostics: tuple[Diagnostic, ...] = (),
    ):
        self._json = json_text
        self._text = text
        self._csv = csv
        self._markdown = markdown
        #: What fpo warned of.
        self.diagnostics = diagnostics

    @cached_property
    def _data(self) -> dict[str, Any]:
        return json.loads(self._json)

    def to_dict(self) -> dict[str, Any]:
        """The report as JSON has it, a new copy."""
        return json.loads(self._json)

    def to_json(self) -> str:
        """The report as JSON, whose schema it names."""
        return self._json

    def to_markdown(self) -> str:
        """What `fpo-opt --emit=markdown` prints. Raises `FpoError` for a report that was saved."""
        return self._view(self._markdown)

    def to_csv(self) -> str:
        """What `fpo-opt --emit=csv` prints. Raises `FpoError` for a report that was saved."""
        return self._view(self._csv)

    def __str__(self) -> str:
        return self._json if self._text is None else self._text

    @cached_property
    def unknown(self) -> tuple[UnknownOp, ...]:
        """The ops of which something is not known."""
        return tuple(
            UnknownOp(one["op"], one["loc"], one["reason"]) for one in self._data["unknown"]
        )

    @staticmethod
    def _view(text: str | None) -> str:
        if text is None:
            raise FpoError.of("a report that was read from JSON has no other views")
        return text


class CostReport(Views):
    """What a program costs. Values come from `to_dict()`, the schema fpo-report/1."""

    @classmethod
    def from_json(cls, text: str) -> CostReport:
        """A report that was saved. Raises `FpoError` if it is none."""
        try:
            schema = json.loads(text)["schema"]
        except (ValueError, TypeError, KeyError) as error:
            raise FpoError.of("this is no report: it has no schema") from error
        if schema != "fpo-report/1":
            raise FpoError.of(f"a report of the schema {schema!r}, where 'fpo-report/1' is read")
        return cls(text)

    @property
    def status(self) -> str:
        """ "exact", "interval" or "unknown": of the totals."""
        return self._data["status"]

    @property
    def convention(self) -> str:
        """What counts as an operation: "fpo", "mac", "torch" or "xla"."""
        return self._data["convention"]

    @property
    def entry(self) -> str | None:
        """The function that is run; None if the totals are the sum over several."""
        return self._data["entry"]

    @cached_property
    def totals(self) -> Totals:
        """What the entry costs."""
        return Totals.of(self._data["totals"])

    @cached_property
    def symbols(self) -> tuple[Symbol, ...]:
        """The sizes that the totals depend on, and those that are bound."""
        return tuple(
            Symbol(one["name"], one["value"], one.get("meaning", ""), one.get("loc", ""))
            for one in self._data["symbols"]
        )

    @cached_property
    def functions(self) -> tuple[Function, ...]:
        """The functions that the program runs."""
        return tuple(
            Function(one["name"], _count(one["calls"]), Totals.of(one["totals"]))
            for one in self._data["functions"]
        )

    @cached_property
    def ops(self) -> tuple[Op, ...]:
        """The ops that cost something or are unknown, in the order of the program."""
        return tuple(
            Op(
                location=one["loc"],
                **{
                    name: _count(one.get(name))
                    for name in Op.__dataclass_fields__
                    if name != "location"
                },
            )
            for one in self._data["ops"]
        )

    @cached_property
    def tree(self) -> TreeNode:
        """The ops by the scopes of their locations, such as `layers.3.attn`."""
        root = TreeNode("")
        for op in self.ops:
            node = root
            parts = [] if ":" in op.location or "/" in op.location else op.location.split(".")
            for part in ["", *parts]:
                if part:
                    node = node.children.setdefault(part, TreeNode(part))
                node.ops += 1
                for quantity in ("fpo", "mac", "read", "write"):
                    value = getattr(op, quantity)
                    exact = isinstance(value, int)
                    node.is_exact &= exact
                    setattr(node, quantity, getattr(node, quantity) + (value if exact else 0))
        return root

    def to_pandas(self) -> pandas.DataFrame:
        """A row for each op, with the fields of `Op`; integers of any size stay exact."""
        import pandas

        rows = [vars(op) for op in self.ops]
        return pandas.DataFrame(rows, columns=list(Op.__dataclass_fields__), dtype=object)

    def _repr_html_(self) -> str:
        from fpo.html import to_html

        return to_html(self)


@dataclass(frozen=True)
class Difference:
    """Why a convention's total is less than that of fpo, by `share` of the latter."""

    reason: str
    share: float


@dataclass(frozen=True)
class InConvention:
    """What a program costs in one convention, and why that is another number than in fpo's."""

    status: str
    totals: Totals
    differences: tuple[Difference, ...]


class ConventionReport(Views):
    """What a program costs in each convention. Values come from `to_dict()`, the schema
    fpo-comparison/1."""

    @cached_property
    def conventions(self) -> dict[str, InConvention]:
        """By the names of the conventions, "fpo" first."""
        return {
            one["convention"]: InConvention(
                one["status"],
                Totals.of(one["totals"]),
                tuple(Difference(each["reason"], each["share"]) for each in one["differences"]),
            )
            for one in self._data["conventions"]
        }

    def __getitem__(self, convention: str) -> Totals:
        """The totals in a convention."""
        return self.conventions[convention].totals

    def to_pandas(self) -> pandas.DataFrame:
        """A row for each op, with a column for each convention; integers stay exact."""
        import pandas

        columns = ["id", "op", "function", "loc", "times", *self.conventions, "transcendentals"]
        rows = [{name: _count(op.get(name)) for name in columns} for op in self._data["ops"]]
        return pandas.DataFrame(rows, columns=columns, dtype=object)

    def _repr_html_(self) -> str:
        from fpo.html import conventions_to_html

        return conventions_to_html(self)
