"""What "Green AI" (Schwartz et al., CACM 63(12), 2020) asks papers to publish of a result.

>>> models = [ModelCost("mlp", fpo.analyze("mlp.mlir", training="sgd", energy=True).to_dict())]
>>> report = create_report(models, read_results("results.csv"), version=fpo.__version__)
>>> page = to_html(report)
"""

from fpo.green.expected import ExpectedBest, expected_best
from fpo.green.latex import to_latex
from fpo.green.markdown import to_markdown
from fpo.green.model import ModelCost
from fpo.green.page import to_html
from fpo.green.report import GreenReport, Metric, create_report
from fpo.green.results import Experiment, Point, Results, ResultsError, parse_results, read_results

__all__ = [
    "ExpectedBest",
    "Experiment",
    "GreenReport",
    "Metric",
    "ModelCost",
    "Point",
    "Results",
    "ResultsError",
    "create_report",
    "expected_best",
    "parse_results",
    "read_results",
    "to_html",
    "to_latex",
    "to_markdown",
]
