"""A report as one web page that needs nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources

import jinja2
from markupsafe import Markup

from fpo.green.citation import BIBTEX, statement
from fpo.green.figures import Drawing, draw_all
from fpo.green.quantity import Interval, total
from fpo.green.report import GreenReport
from fpo.green.table import Column, Kind, Table, sort_key, write_cell, write_exact
from fpo.green.tables import experiment_table, factor_table, tables_of_paper


def to_html(report: GreenReport) -> str:
    """The page, with figures, sortable tables, styles and script inside."""
    environment = jinja2.Environment(
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
        loader=jinja2.FunctionLoader(_load),
    )
    environment.globals.update(
        write_cell=write_cell, write_exact=write_exact, sort_key=sort_key, text=Kind.TEXT
    )
    tables: dict[str, Table] = {
        table.name: table
        for table in (
            *tables_of_paper(report),
            experiment_table(report),
            factor_table(report),
        )
        if table.rows
    }
    figures: dict[str, tuple[Drawing, Markup]] = {
        # Made by this package from text that matplotlib has escaped.
        drawing.name: (drawing, Markup(drawing.svg))
        for drawing in draw_all(report)
    }
    return environment.get_template("page.html.j2").render(
        report=report,
        tables=tables,
        figures=figures,
        statement=statement(report.convention, report.count, report.version),
        cards=_cards(report),
        training=_training(report),
        bibtex=BIBTEX,
        style=Markup(_load("page.css")),
        script=Markup(_load("page.js")),
    )


@dataclass(frozen=True)
class _Card:
    number: str
    exact: str
    what: str


def _cards(report: GreenReport) -> list[_Card]:
    """The numbers to see first: of all models together."""
    sections = [section for section in report.sections if section.trajectories]
    if not sections:
        return []
    fpo = total(section.sum("fpo") for section in sections)
    joules = total(section.sum("joules") for section in sections)
    carbon = total(section.cost.kg_co2e(section.sum("joules")) for section in sections)
    experiments = sum(section.experiments for section in sections)
    cards = [_Card(f"{experiments:,}", "", "experiments")]
    for quantity, unit, what in (
        (fpo, "", f"{report.unit} of all experiments"),
        (joules * (1 / 3600), "Wh", "energy, from the operations"),
        (carbon * 1000, "g CO₂e", "emissions of that energy"),
    ):
        if isinstance(quantity, Interval):
            written = write_cell(quantity, Column("", Kind.SCALED, unit))
            cards.append(_Card(written, write_exact(quantity), what))
    return cards


def _training(report: GreenReport) -> str:
    """What E stands for here, as a sentence."""
    if not report.counts_training:
        return (
            "E is a forward pass alone, because no training was asked for: "
            "what training took is more than that."
        )
    optimizers = {one.cost.optimizer or "" for one in report.sections if one.trajectories}
    return f"E is forward pass, backward pass and optimizer ({', '.join(sorted(optimizers))})."


def _load(name: str) -> str:
    return (resources.files("fpo.green") / "templates" / name).read_text(encoding="utf-8")
