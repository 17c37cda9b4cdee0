"""The tree of a model's modules, with what each costs in the phases of a training step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from fpo.report import CostReport
from fpo.training.scopes import BACKWARD, OPTIMIZER, RECOMPUTED

FORWARD = "(forward)"
#: In the order of a step.
PHASES = (FORWARD, RECOMPUTED, BACKWARD, OPTIMIZER)


@dataclass
class PhaseNode:
    """A module, with what its operations and those of its children cost in each phase.

    Costs are numbers as far as they are known; `is_exact` says whether all of it is.
    """

    name: str
    fpo: dict[str, int] = field(default_factory=lambda: dict.fromkeys(PHASES, 0))
    is_exact: bool = True
    children: dict[str, PhaseNode] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """What it costs in all phases."""
        return sum(self.fpo.values())

    def walk(self, depth: int = 0) -> Iterator[tuple[int, PhaseNode]]:
        """This node and those below it, each with its depth."""
        yield depth, self
        for child in self.children.values():
            yield from child.walk(depth + 1)


def phase_tree(reports: Iterable[CostReport]) -> PhaseNode:
    """The modules of the programs that `joint_graph` and `optimizer_program` make."""
    root = PhaseNode("")
    for report in reports:
        for op in report.ops:
            *path, _ = op.location.split(".")
            phase = path.pop() if path and path[-1] in PHASES else FORWARD
            known = op.fpo[0] if isinstance(op.fpo, tuple) else op.fpo
            node = root
            for part in ["", *path]:
                if part:
                    node = node.children.setdefault(part, PhaseNode(part))
                node.fpo[phase] += known if isinstance(known, int) else 0
                node.is_exact &= isinstance(op.fpo, int)
    return root
