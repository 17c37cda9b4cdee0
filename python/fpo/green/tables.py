"""The tables of a report, the same in every format."""

from __future__ import annotations

from fpo.green.quantity import Interval, Quantity, Unknown
from fpo.green.report import GreenReport, ModelSection, Trajectory
from fpo.green.table import Cell, Column, Kind, Table


def model_table(report: GreenReport) -> Table:
    """What each model is and costs at inference, for one example."""
    columns = (
        Column("Model"),
        Column("Parameters", Kind.SCALED, help="elements of all parameters"),
        Column(report.unit, Kind.SCALED, help="operations to process one example"),
        Column("Time", Kind.SCALED, "s", "of one run on the target, predicted"),
        Column("Energy", Kind.SCALED, "J", "of a data center, from the operations"),
        Column("Carbon", Kind.SCALED, "g CO₂e", "what the grid emits for that energy"),
        Column("Best score", Kind.SCORE, help=f"{report.metric.name}, of all experiments"),
    )
    rows = tuple(
        (
            section.name,
            section.cost.total("params"),
            section.cost.inference,
            section.cost.seconds,
            section.cost.joules,
            section.cost.kg_co2e(section.cost.joules) * 1000,
            _score(section.best),
        )
        for section in report.sections
    )
    return Table("models", "Cost of one example at inference", columns, rows).without_empty()


def cost_table(report: GreenReport) -> Table:
    """Cost(R) = E x D x H of each model."""
    operations = report.unit
    columns = (
        Column("Model"),
        Column("E", Kind.SCALED, help=f"{operations} to process one example, on average"),
        Column("D", Kind.SCALED, help="examples that an experiment processes, on average"),
        Column("H", Kind.COUNT, help="hyperparameter experiments"),
        Column("Cost(R)", Kind.SCALED, help=f"{operations} of all experiments"),
    )
    rows = tuple(
        (
            section.name,
            section.example,
            section.dataset,
            Interval.exactly(section.experiments),
            section.sum("fpo"),
        )
        for section in report.sections
        if section.trajectories and isinstance(section.sum("fpo"), Interval)
    )
    # What was not asked for is said, so that nobody takes this for what training took.
    forward = "" if report.counts_training else ", of forward passes alone"
    caption = f"Cost of the results: Cost(R) = E x D x H{forward}"
    return Table("cost", caption, columns, rows).without_empty()


def energy_table(report: GreenReport) -> Table:
    """Time, energy and carbon of all experiments of each model."""
    estimated, measured = "of a data center, from the operations", "as metered, or time x power"
    columns = (
        Column("Model"),
        Column("Time", Kind.SCALED, "s", "measured"),
        Column("Energy", Kind.SCALED, "Wh", estimated),
        Column("Carbon", Kind.SCALED, "g CO₂e", "what the grid emits for that energy"),
        Column("Measured energy", Kind.SCALED, "Wh", measured),
        Column("Measured carbon", Kind.SCALED, "g CO₂e", "what the grid emits for that energy"),
    )
    rows = []
    for section in report.sections:
        if section.trajectories:
            cells: list[Cell] = [section.name, section.sum("seconds")]
            for joules in (section.sum("joules"), section.sum("measured_joules")):
                cells += [joules * (1 / 3600), section.cost.kg_co2e(joules) * 1000]
            rows.append(tuple(cells))
    caption = "Energy and carbon of all experiments"
    return Table("energy", caption, columns, tuple(rows)).without_empty()


#: The numbers of experiments that a table of expected scores has rows of.
_BUDGETS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)


def expected_table(report: GreenReport) -> Table:
    """The expected best score of n experiments, and what these take."""
    name = report.metric.name
    columns = (
        Column("Model"),
        Column("Experiments", Kind.COUNT, help="how many are made, n"),
        Column(report.unit, Kind.SCALED, help="of n experiments of average cost"),
        Column("Expected best", Kind.SCORE, help="plug-in estimate of Dodge et al. 2019"),
        Column("Deviation", Kind.SCORE, help="standard deviation of the best of n"),
        Column("Unbiased", Kind.SCORE, help="estimate of Tang et al. 2020, without the bias"),
    )
    rows: list[tuple[Cell, ...]] = []
    for section in report.sections:
        if (expected := section.expected) is None:
            continue
        number = len(expected.experiments)
        for n in sorted({budget for budget in _BUDGETS if budget < number} | {number}):
            values = (expected.mean, expected.deviation, expected.unbiased)
            rows.append(
                (
                    section.name,
                    Interval.exactly(n),
                    section.mean_fpo() * n,
                    *(Interval.exactly(float(value[n - 1])) for value in values),
                )
            )
    caption = f"Expected best validation {name} of n experiments"
    return Table("expected", caption, columns, tuple(rows))


def experiment_table(report: GreenReport) -> Table:
    """Every experiment, with its hyperparameters."""
    columns = (
        Column("Model"),
        Column("Experiment"),
        *(Column(name) for name in report.hyperparameters),
        Column("seed"),
        Column(report.metric.name, Kind.SCORE, help="best of the experiment"),
        Column("Examples", Kind.SCALED, help="that it processed"),
        Column(report.unit, Kind.SCALED, help="that it took"),
        Column("Time", Kind.SCALED, "s", "measured"),
        Column("Energy", Kind.SCALED, "J", "of a data center, bottom-up from the operations"),
        Column("Measured energy", Kind.SCALED, "J", "as metered, or time x power of the target"),
    )
    rows = tuple(
        _experiment_row(report, section, one)
        for section in report.sections
        for one in section.trajectories
    )
    return Table("experiments", "Experiments", columns, rows).without_empty()


def _experiment_row(
    report: GreenReport, section: ModelSection, trajectory: Trajectory
) -> tuple[Cell, ...]:
    experiment, last = trajectory.experiment, trajectory.last
    return (
        section.name,
        experiment.name,
        *(experiment.hyperparameters.get(name, "") for name in report.hyperparameters),
        experiment.seed or "",
        _score(trajectory.score),
        last.examples,
        last.fpo,
        last.seconds,
        last.joules,
        last.measured_joules,
    )


def factor_table(report: GreenReport) -> Table:
    """What energy and carbon were computed with, and where that comes from."""
    columns = (
        Column("Factor"),
        Column("Of"),
        Column("Joules", Kind.SCALED, "J"),
        Column("Ratio", Kind.PLAIN),
        Column("g CO₂e/kWh", Kind.PLAIN),
        Column("Source"),
    )
    found: dict[tuple[Cell, ...], None] = {}
    for section in report.sections:
        for factor in (section.cost.report.get("energy") or {}).get("factors", ()):
            row = (
                factor["factor"],
                factor.get("of") or "",
                _pair(factor.get("joules")),
                _pair(factor.get("ratio")),
                _pair(factor.get("g_co2e_per_kwh")),
                factor["source"],
            )
            found[row] = None
    return Table("factors", "Factors of energy and carbon", columns, tuple(found)).without_empty()


def tables_of_paper(report: GreenReport) -> tuple[Table, ...]:
    """Those that a paper shows, if there is something in them."""
    tables = (
        model_table(report),
        cost_table(report),
        energy_table(report),
        expected_table(report),
    )
    return tuple(table for table in tables if table.rows and len(table.columns) > 1)


def _score(score: float | None) -> Quantity:
    return Unknown("there is no score") if score is None else Interval.exactly(score)


def _pair(value: object) -> Cell:
    return "" if value is None else Interval(*value)  # type: ignore[misc]
