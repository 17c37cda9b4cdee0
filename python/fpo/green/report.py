"""The report: what each model and each experiment took, and the curves over that."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from fpo.errors import FpoError
from fpo.green.expected import ExpectedBest, expected_best
from fpo.green.model import ModelCost, Spent, spent
from fpo.green.quantity import Interval, Quantity, Unknown, to_json, total
from fpo.green.results import Experiment, Point, Results


@dataclass(frozen=True)
class Metric:
    """What scores measure."""

    name: str = "score"
    lower_is_better: bool = False

    def best(self, scores: Iterable[float]) -> float | None:
        return (min if self.lower_is_better else max)(scores, default=None)


@dataclass(frozen=True)
class Trajectory:
    """An experiment with what it had taken at each of its points."""

    experiment: Experiment
    metric: Metric
    #: One for each of the experiment's points.
    spent: tuple[Spent, ...]

    @property
    def score(self) -> float | None:
        """Its best validation score, as early stopping would keep it."""
        return self.experiment.best_score(lower_is_better=self.metric.lower_is_better)

    @property
    def last(self) -> Spent:
        return self.spent[-1]

    def points(self) -> Iterable[tuple[Point, Spent]]:
        return zip(self.experiment.points, self.spent, strict=True)


@dataclass(frozen=True)
class ModelSection:
    """A model, and its experiments."""

    cost: ModelCost
    trajectories: tuple[Trajectory, ...]
    metric: Metric

    @property
    def name(self) -> str:
        return self.cost.name

    @property
    def scores(self) -> tuple[float, ...]:
        """The best score of each experiment that has one, in order."""
        return tuple(one.score for one in self.trajectories if one.score is not None)

    @property
    def best(self) -> float | None:
        return self.metric.best(self.scores)

    @property
    def without_score(self) -> tuple[str, ...]:
        """The experiments that count as spent, but have no score."""
        return tuple(one.experiment.name for one in self.trajectories if one.score is None)

    @property
    def experiments(self) -> int:
        """H of the paper: how many experiments were made."""
        return sum(one.experiment.experiments for one in self.trajectories)

    @property
    def dataset(self) -> Quantity:
        """D: the examples that an experiment processes, on average."""
        return self._mean("examples")

    @property
    def example(self) -> Quantity:
        """E: FPO to process one example in the experiments, on average.

        The optimizer's part of it is less with larger batches. E x D x H is what all take.
        """
        examples = self.sum("examples")
        if isinstance(examples, Unknown):
            return examples
        return self.sum("fpo") * Fraction(1, int(examples.lo)) if examples.lo else self.cost.example

    def sum(self, quantity: str) -> Quantity:
        """``quantity``, a name in ``Spent``, of all experiments together."""
        if not self.trajectories:
            return Unknown("the table has no experiments of this model")
        return total(
            getattr(one.last, quantity) * one.experiment.experiments for one in self.trajectories
        )

    def mean_fpo(self) -> Quantity:
        """FPO of an experiment on average: a unit of the budget of a search."""
        return self._mean("fpo")

    def _mean(self, quantity: str) -> Quantity:
        return self.sum(quantity) * Fraction(1, max(self.experiments, 1))

    @cached_property
    def expected(self) -> ExpectedBest | None:
        """The expected best score of n experiments; None with less than two scores.

        A row that stands for several experiments tells one score, the best of them, so the
        distribution of all is not known, and there is no estimate either.
        """
        if len(self.scores) < 2 or any(
            one.experiment.experiments != 1 for one in self.trajectories
        ):
            return None
        return expected_best(self.scores, lower_is_better=self.metric.lower_is_better)

    def budget_curve(self) -> tuple[tuple[float, float], ...]:
        """The best score that any experiment had when each had spent a budget: (FPO, score).

        Only where the score gets better; FPO in the middle of its bounds.
        """
        reached = sorted(
            (taken.fpo.middle(), point.score)
            for one in self.trajectories
            for point, taken in one.points()
            if point.score is not None and isinstance(taken.fpo, Interval)
        )
        curve: list[tuple[float, float]] = []
        for fpo, score in reached:
            if not curve or (
                score != curve[-1][1] and self.metric.best((score, curve[-1][1])) == score
            ):
                if curve and curve[-1][0] == fpo:
                    curve.pop()
                curve.append((fpo, score))
        return tuple(curve)


@dataclass(frozen=True)
class GreenReport:
    """What "Green AI" (Schwartz et al., CACM 63(12), 2020) asks papers to publish of a result."""

    sections: tuple[ModelSection, ...]
    metric: Metric
    hyperparameters: tuple[str, ...]
    version: str
    title: str

    @property
    def convention(self) -> str:
        return self.sections[0].cost.report["convention"] if self.sections else "fpo"

    @property
    def unit(self) -> str:
        """What the convention's operations are called."""
        return {"fpo": "FPO", "mac": "MAC"}.get(self.convention, f"FLOP ({self.convention})")

    @property
    def count(self) -> str:
        return self.sections[0].cost.report["count"] if self.sections else "executed"

    @property
    def counts_training(self) -> bool:
        """Whether experiments are counted with backward pass and optimizer, all of them."""
        return all(one.cost.optimizer for one in self.sections if one.trajectories)

    def unknown(self) -> tuple[tuple[tuple[str, ...], str], ...]:
        """What is not known and why, each once, with the models of which that is so."""
        found: dict[str, dict[str, None]] = {}
        # What nobody asked for is not unknown.
        with_energy = any("energy" in section.cost.report for section in self.sections)

        def add(section: ModelSection, what: str) -> None:
            found.setdefault(what, {})[section.name] = None

        for section in self.sections:
            for entry in section.cost.unknown:
                add(section, entry)
            quantities = [section.cost.inference]
            if section.trajectories:
                quantities.append(section.sum("fpo"))
            if with_energy:
                quantities.append(section.cost.joules)
                quantities += [section.sum("joules")] if section.trajectories else []
            for quantity in quantities:
                if isinstance(quantity, Unknown):
                    add(section, quantity.reason)
            if without := section.without_score:
                names = ", ".join(without)
                add(section, f"no score of {names}: in what was spent, not in what is expected")
        return tuple((tuple(models), what) for what, models in found.items())

    def to_dict(self) -> dict[str, object]:
        """The schema ``fpo-green/1``; counts are written as in ``fpo-report/1``."""
        return {
            "schema": "fpo-green/1",
            "fpo_version": self.version,
            "convention": self.convention,
            "metric": {"name": self.metric.name, "lower_is_better": self.metric.lower_is_better},
            "models": [_section_to_dict(section) for section in self.sections],
            "unknown": [{"models": list(models), "what": what} for models, what in self.unknown()],
        }


def create_report(
    models: Sequence[ModelCost],
    results: Results | None,
    *,
    metric: Metric | None = None,
    version: str,
    title: str = "What these results cost",
) -> GreenReport:
    """Puts models and the experiments of a table together, in the order of ``models``.

    Raises FpoError if the table has a model that ``models`` has not, or two have one name.
    """
    metric = metric or Metric()
    names = [model.name for model in models]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise FpoError.of(f"two models are named '{twice}'; write NAME=FILE for one of them")
    conventions = {model.report["convention"]: model.name for model in models}
    if len(conventions) > 1:
        stated = ", ".join(f"'{name}' by {one}" for one, name in conventions.items())
        raise FpoError.of(f"the models are counted by several conventions: {stated}")
    for name in results.models if results else ():
        if name not in names:
            given = ", ".join(f"'{one}'" for one in names) or "none"
            raise FpoError.of(
                f"the results are of a model '{name}', which is not given; given: {given}"
            )
    sections = []
    for model in models:
        trajectories = tuple(
            Trajectory(one, metric, tuple(spent(model, one, point) for point in one.points))
            for one in (results.of_model(model.name) if results else ())
        )
        sections.append(ModelSection(model, trajectories, metric))
    hyperparameters = results.hyperparameters if results else ()
    return GreenReport(tuple(sections), metric, hyperparameters, version, title)


def _section_to_dict(section: ModelSection) -> dict[str, object]:
    cost = section.cost
    expected = section.expected
    return {
        "model": section.name,
        "params": to_json(cost.total("params")),
        "inference": {
            "fpo": to_json(cost.inference),
            "seconds": to_json(cost.seconds),
            "joules": to_json(cost.joules),
            "kg_co2e": to_json(cost.kg_co2e(cost.joules)),
        },
        "grid": cost.grid,
        "optimizer": cost.optimizer,
        "best_score": section.best,
        "cost": {
            "E": to_json(section.example),
            "D": to_json(section.dataset),
            "H": section.experiments,
            "R": to_json(section.sum("fpo")),
            "joules": to_json(section.sum("joules")),
            "kg_co2e": to_json(cost.kg_co2e(section.sum("joules"))),
            "measured_joules": to_json(section.sum("measured_joules")),
            "measured_kg_co2e": to_json(cost.kg_co2e(section.sum("measured_joules"))),
            "seconds": to_json(section.sum("seconds")),
        },
        "expected_best": expected
        and {
            "fpo_of_an_experiment": to_json(section.mean_fpo()),
            "experiments": expected.experiments.tolist(),
            "mean": expected.mean.tolist(),
            "deviation": expected.deviation.tolist(),
            "unbiased": expected.unbiased.tolist(),
        },
        "experiments": [_trajectory_to_dict(one) for one in section.trajectories],
    }


def _trajectory_to_dict(trajectory: Trajectory) -> dict[str, object]:
    experiment = trajectory.experiment
    return {
        "experiment": experiment.name,
        "seed": experiment.seed,
        "hyperparameters": dict(experiment.hyperparameters),
        "experiments": experiment.experiments,
        "score": trajectory.score,
        "curve": [
            {
                "score": point.score,
                "examples": to_json(taken.examples),
                "fpo": to_json(taken.fpo),
                "joules": to_json(taken.joules),
                "measured_joules": to_json(taken.measured_joules),
                "seconds": to_json(taken.seconds),
            }
            for point, taken in trajectory.points()
        ],
    }
