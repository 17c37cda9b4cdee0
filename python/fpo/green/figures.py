"""The figures of a report, as SVG drawn by matplotlib, for the page to colour."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import EngFormatter, LogLocator, MaxNLocator, NullFormatter
from numpy.typing import NDArray

from fpo.green.quantity import Interval
from fpo.green.report import GreenReport, ModelSection
from fpo.green.table import scaled

#: Colours that stand for the page's variables, which differ in light and dark.
_INK, _GRID = "#010101", "#020202"
#: As many series as have a colour; further ones begin again, with other lines and markers.
SERIES = 6
_MARKERS = "os^Dv"
_LINES = ("-", "--", "-.", ":")
_STYLE: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "fpo",
    "font.size": 10,
    "text.color": _INK,
    "axes.edgecolor": _GRID,
    "axes.labelcolor": _INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "axes.facecolor": "none",
    "figure.facecolor": "none",
    "grid.color": _GRID,
    "grid.linewidth": 0.6,
    "xtick.color": _INK,
    "ytick.color": _INK,
    "legend.frameon": False,
    "lines.linewidth": 1.8,
}


@dataclass(frozen=True)
class Drawing:
    """A figure of the page."""

    name: str
    title: str
    #: What is to be seen, for those who see it and those who don't.
    description: str
    svg: str


def draw_all(report: GreenReport) -> tuple[Drawing, ...]:
    """The figures for which the report has data."""
    drawn = (
        draw(report)
        for draw in (_efficiency, _expected_by_number, _expected_by_fpo, _budget, _training)
    )
    return tuple(drawing for drawing in drawn if drawing)


def _efficiency(report: GreenReport) -> Drawing | None:
    drawn = sorted(
        (one.cost.inference.middle(), one.best, place, one.name)
        for place, one in enumerate(report.sections)
        if one.best is not None
        and isinstance(one.cost.inference, Interval)
        and one.cost.inference.lo > 0
    )
    if not drawn:
        return None

    def draw(axes: Axes) -> None:
        for number, (fpo, score, place, name) in enumerate(drawn):
            tip = f"{name}: {score:#.4g} at {_short(fpo)} {report.unit}"
            marker = _MARKERS[place % len(_MARKERS)]
            axes.plot(fpo, score, marker, markersize=8, color=_series(place), gid=f"tip:{tip}")
            # Names of neighbours are on different sides, so that they stay apart.
            above = number % 2 == 0
            axes.annotate(
                name,
                (fpo, score),
                xytext=(0, 7 if above else -7),
                textcoords="offset points",
                ha="right" if above else "left",
                va="bottom" if above else "top",
            )
        axes.margins(0.15, 0.2)
        _fpo_axis(axes, f"{report.unit} to process one example (log scale)")
        axes.set_ylabel(_best(report))

    described = "; ".join(
        f"{name} reaches {score:#.4g} with {_short(fpo)}" for fpo, score, _, name in drawn
    )
    text = (
        f"The best score of each model against the {report.unit} of one example at inference: "
        f"{described}."
    )
    return _render("efficiency", f"Score against {report.unit}", text, draw)


def _expected_by_number(report: GreenReport) -> Drawing | None:
    def draw(axes: Axes) -> None:
        for place, section in _with_expected(report):
            expected = section.expected
            assert expected
            _band(axes, place, section, expected.experiments)
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        axes.set_xlabel("experiments, n")
        axes.set_ylabel(f"expected best {report.metric.name}")
        _legend(axes)

    if not _with_expected(report):
        return None
    text = (
        "The score that the best of n experiments is expected to have. Line: plug-in estimate of "
        "Dodge et al. 2019; band: one standard deviation of the best of n, within the scores "
        "seen; dots: the estimate without bias of Tang et al. 2020."
    )
    return _render("expected", "Expected best score by number of experiments", text, draw)


def _expected_by_fpo(report: GreenReport) -> Drawing | None:
    sections = [(place, one) for place, one in _with_expected(report) if _positive(one.mean_fpo())]
    if not sections:
        return None

    def draw(axes: Axes) -> None:
        for place, section in sections:
            expected, each = section.expected, section.mean_fpo()
            assert expected and isinstance(each, Interval)
            _band(axes, place, section, expected.experiments * each.middle())
        _fpo_axis(axes, f"{report.unit} of all experiments (log scale)")
        axes.set_ylabel(f"expected best {report.metric.name}")
        _legend(axes)

    text = (
        "The same over what the n experiments take, at the average cost of an experiment. Where "
        "lines cross, the better model is another one with another budget."
    )
    return _render("expected-fpo", "Expected best score by budget", text, draw)


def _budget(report: GreenReport) -> Drawing | None:
    curves = [(place, one, one.budget_curve()) for place, one in enumerate(report.sections)]
    curves = [entry for entry in curves if entry[2] and entry[2][0][0] > 0]
    if not curves:
        return None

    def draw(axes: Axes) -> None:
        for place, section, curve in curves:
            end = max(
                taken.fpo.middle()
                for one in section.trajectories
                for taken in one.spent
                if isinstance(taken.fpo, Interval)
            )
            x, y = zip(*curve, (end, curve[-1][1]), strict=True)
            axes.step(
                x, y, where="post", label=section.name, color=_series(place), linestyle=_line(place)
            )
            axes.plot(
                x[:-1], y[:-1], _MARKERS[place % len(_MARKERS)], markersize=4, color=_series(place)
            )
        _fpo_axis(axes, f"{report.unit} that each experiment may take (log scale)")
        axes.set_ylabel(_best(report))
        _legend(axes)

    text = (
        "The best score that any experiment of a model had reached when each had taken so many "
        "operations."
    )
    return _render("budget", "Score by training budget", text, draw)


def _training(report: GreenReport) -> Drawing | None:
    curves = [
        (
            place,
            section,
            [
                (taken.fpo.middle(), point.score)
                for point, taken in one.points()
                if point.score is not None and isinstance(taken.fpo, Interval)
            ],
        )
        for place, section in enumerate(report.sections)
        for one in section.trajectories
        if len(one.spent) > 1
    ]
    curves = [entry for entry in curves if len(entry[2]) > 1]
    if not curves:
        return None

    def draw(axes: Axes) -> None:
        named: set[str] = set()
        for place, section, curve in curves:
            x, y = zip(*curve, strict=True)
            label = None if section.name in named else section.name
            named.add(section.name)
            axes.plot(
                x,
                y,
                label=label,
                color=_series(place),
                linestyle=_line(place),
                linewidth=1,
                alpha=0.6,
            )
        axes.xaxis.set_major_formatter(EngFormatter(sep=" "))
        axes.set_xlabel(f"{report.unit} of the experiment")
        axes.set_ylabel(report.metric.name)
        _legend(axes)

    text = "The validation score of every experiment while it trained, over the operations taken."
    return _render("training", "Training curves", text, draw)


def _with_expected(report: GreenReport) -> list[tuple[int, ModelSection]]:
    return [(place, one) for place, one in enumerate(report.sections) if one.expected]


def _band(axes: Axes, place: int, section: ModelSection, x: NDArray[Any]) -> None:
    expected = section.expected
    assert expected
    colour = _series(place)
    axes.fill_between(
        x,
        np.maximum(expected.mean - expected.deviation, min(section.scores)),
        np.minimum(expected.mean + expected.deviation, max(section.scores)),
        color=colour,
        alpha=0.15,
        linewidth=0,
    )
    axes.plot(x, expected.mean, label=section.name, color=colour, linestyle=_line(place))
    axes.plot(x, expected.unbiased, ".", markersize=4, color=colour)


def _best(report: GreenReport) -> str:
    return f"best {report.metric.name}" + (
        " (lower is better)" if report.metric.lower_is_better else ""
    )


def _positive(quantity: object) -> bool:
    return isinstance(quantity, Interval) and quantity.lo > 0


def _short(value: float) -> str:
    return " ".join(part for part in scaled(value) if part)


def _series(place: int) -> str:
    return f"#0300{place % SERIES:02x}"


def _line(place: int) -> str:
    return _LINES[(place // SERIES) % len(_LINES)]


def _fpo_axis(axes: Axes, label: str) -> None:
    axes.set_xscale("log")
    low, high = axes.get_xlim()
    dense = high / low < 100
    axes.xaxis.set_major_locator(LogLocator(subs=(1, 2, 5) if dense else (1,)))
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.xaxis.set_major_formatter(EngFormatter(sep=" "))
    axes.set_xlabel(label)


def _legend(axes: Axes) -> None:
    if len(axes.get_legend_handles_labels()[0]) > 1:
        axes.legend()


def _render(name: str, title: str, text: str, draw: Callable[[Axes], None]) -> Drawing:
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(6.4, 4.0), layout="constrained")
        draw(figure.add_subplot())
        buffer = io.StringIO()
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    return Drawing(name, title, text, _for_page(buffer.getvalue(), name))


_SVG = "http://www.w3.org/2000/svg"
_XLINK = "{http://www.w3.org/1999/xlink}href"


def _for_page(svg: str, name: str) -> str:
    """``svg`` with ids of its own, and the page's colours and font.

    Elements that are named ``tip:TEXT`` get TEXT as what is shown when a pointer is on them.
    It is hidden from assistive technology: the page says in words what it shows.
    """
    ElementTree.register_namespace("", _SVG)
    root = ElementTree.fromstring(svg)
    for metadata in root.findall(f"{{{_SVG}}}metadata"):
        root.remove(metadata)
    for element in list(root.iter()):
        if identifier := element.get("id"):
            if identifier.startswith("tip:"):
                title = ElementTree.Element(f"{{{_SVG}}}title")
                title.text = identifier.removeprefix("tip:")
                element.insert(0, title)
                del element.attrib["id"]
            else:
                element.set("id", f"{name}-{identifier}")
        if link := element.attrib.pop(_XLINK, None):
            element.set("href", f"#{name}-{link.removeprefix('#')}")
        for attribute, value in element.attrib.items():
            element.set(attribute, value.replace("url(#", f"url(#{name}-"))
    root.attrib.pop("width", None)
    root.attrib.pop("height", None)
    root.set("aria-hidden", "true")
    text = ElementTree.tostring(root, encoding="unicode")
    text = text.replace(_INK, "var(--ink)").replace(_GRID, "var(--line)")
    text = re.sub(r"#0300(0\d)", lambda match: f"var(--series-{int(match[1], 16)})", text)
    return re.sub(r"font: ([\d.]+)px [^;\"]*", r"font: \1px var(--font)", text)
