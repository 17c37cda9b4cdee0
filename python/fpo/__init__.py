"""What a tensor program costs, in ADD and MUL.

import fpo

report = fpo.analyze("model.mlir")
report.totals.fpo       # an exact integer
print(report)           # what fpo-opt --emit=report prints
"""

from typing import TYPE_CHECKING

from fpo._lazy import attach

if TYPE_CHECKING:
    from fpo.analysis import analyze, annotate, explain, targets
    from fpo.budget import assert_budget
    from fpo.comparison import CostDiff, diff
    from fpo.compiled import CompiledProgram, compile
    from fpo.errors import Diagnostic, FpoError, FpoWarning
    from fpo.report import ConventionReport, CostReport, Totals

_NAMES = {
    "analyze": "fpo.analysis",
    "annotate": "fpo.analysis",
    "explain": "fpo.analysis",
    "targets": "fpo.analysis",
    "assert_budget": "fpo.budget",
    "CostDiff": "fpo.comparison",
    "diff": "fpo.comparison",
    "CompiledProgram": "fpo.compiled",
    "compile": "fpo.compiled",
    "Diagnostic": "fpo.errors",
    "FpoError": "fpo.errors",
    "FpoWarning": "fpo.errors",
    "ConventionReport": "fpo.report",
    "CostReport": "fpo.report",
    "Totals": "fpo.report",
}
__all__ = sorted(_NAMES)
__version__ = "0.1.0"
__getattr__, __dir__ = attach(__name__, _NAMES)
