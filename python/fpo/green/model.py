"""What one model costs, read from a report of the schema ``fpo-report/1``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from fpo.green.quantity import Interval, Quantity, Unknown, parse
from fpo.green.results import Experiment, Point


@dataclass(frozen=True)
class Step:
    """What a run of the program takes that processes one batch: operations and energy.

    With training, that is forward, backward and optimizer.
    """

    #: Of what grows with the batch, and of what does not (the optimizer).
    per_batch: Quantity
    per_step: Quantity
    #: Of both, in joules of the data center, bottom-up.
    joules: Quantity

    @property
    def fpo(self) -> Quantity:
        return self.per_batch + self.per_step


@dataclass(frozen=True)
class ModelCost:
    """The cost of a model: of one example at inference, and of its experiments.

    ``report`` is a JSON report, ``batch`` how many examples a run of its program processes.
    """

    name: str
    report: Mapping[str, Any]
    batch: int = 1

    def total(self, quantity: str) -> Quantity:
        """``quantity`` of one run, as named in the report's ``totals``."""
        return parse(self.report.get("totals", {}).get(quantity), quantity)

    @property
    def unknown(self) -> tuple[str, ...]:
        """What the report does not know, as ``op at location: reason``."""
        entries = [
            *self.report.get("unknown", ()),
            *(self.report.get("training") or {}).get("unknown", ()),
        ]
        named = (f"{one['op']} at {one['loc']}: {one['reason']}" for one in entries)
        return tuple(dict.fromkeys(named))

    @property
    def inference(self) -> Quantity:
        """FPO of one example: E, when the model is used."""
        return self.total("fpo") * Fraction(1, self.batch)

    @property
    def optimizer(self) -> str | None:
        """Of the training that the report has; None if it has none."""
        training = self.report.get("training")
        return training["method"] if training else None

    @property
    def step(self) -> Step:
        """One step of the training; without any in the report, one run of the program."""
        training = self.report.get("training")
        if not training:
            return Step(self.total("fpo"), Interval.exactly(0), self._energy("run", 1))
        forward, backward, optimizer = (
            parse(training[part]["fpo"], f"the training's {part}")
            for part in ("forward", "backward", "optimizer")
        )
        runs = training["steps"] * training["epochs"]
        return Step(forward + backward, optimizer, self._energy("training", runs))

    @property
    def example(self) -> Quantity:
        """FPO to process one example in an experiment: E."""
        return self.step.fpo * Fraction(1, self.batch)

    @property
    def seconds(self) -> Quantity:
        """How long one run takes on the report's target, predicted."""
        time = self.report.get("time")
        if not time:
            return Unknown("no target was named")
        return parse(time.get("seconds"), "the time of a run")

    def _energy(self, part: str, runs: int) -> Quantity:
        energy = self.report.get("energy")
        if not energy:
            return Unknown("the report has no energy")
        for one in energy["parts"]:
            if one["part"] == part and runs:
                return parse(one["joules"], f"the energy of {part}") * (1 / runs)
        return Unknown(f"the report has no energy of {part}")

    @property
    def joules(self) -> Quantity:
        """Energy of a data center for one example at inference, bottom-up."""
        return self._energy("run", 1) * (1 / self.batch)

    @property
    def watts(self) -> Quantity:
        """Power of a data center while the report's target is under full load."""
        energy = self.report.get("energy")
        if not energy:
            return Unknown("the report has no energy")
        if not (top_down := energy.get("top_down")):
            return Unknown("no target with a power was named")
        return parse(top_down["watts"], "the power") * self.factor("server") * self.factor("pue")

    def factor(self, name: str) -> Quantity:
        """A factor of the report's energy; the grid's is in grams of CO2e per kWh."""
        for one in (self.report.get("energy") or {}).get("factors", ()):
            if one["factor"] == name:
                return parse(one.get("ratio", one.get("g_co2e_per_kwh")), name)
        return Unknown(f"the report has no factor '{name}'")

    def kg_co2e(self, joules: Quantity) -> Quantity:
        """What the grid of the report emits for ``joules``, in kg of CO2e."""
        return joules * self.factor("grid") * (1 / 3.6e9)

    @property
    def grid(self) -> str | None:
        """The name of the grid."""
        factors = (self.report.get("energy") or {}).get("factors", ())
        return next((one.get("of") for one in factors if one["factor"] == "grid"), None)


@dataclass(frozen=True)
class Spent:
    """What an experiment had taken up to a point of its training."""

    #: Examples that were processed: D of the paper's E x D x H.
    examples: Quantity
    fpo: Quantity
    #: Energy of the data center: bottom-up from the operations, and from what was measured, the
    #: energy itself or else the time, at the power of the target. Where operations give no upper
    #: bound, which is so of a training, that power for the measured time is one.
    joules: Quantity
    measured_joules: Quantity
    seconds: Quantity


def spent(model: ModelCost, experiment: Experiment, point: Point) -> Spent:
    """What ``experiment``, of ``model``, had taken up to ``point``, in one of its runs.

    A step with another batch than the program's takes its forward and backward pass as many times
    as the batches' ratio, and its optimizer once; its energy grows like its FPO.
    """
    batch = experiment.batch if experiment.batch is not None else model.batch
    steps = experiment.steps_at(point, batch)
    step = model.step
    if steps is None:
        reason = "the table has neither steps nor epochs and dataset_size"
        examples: Quantity = Unknown(reason)
        fpo: Quantity = Unknown(reason)
        joules: Quantity = Unknown(reason)
    else:
        ratio = Fraction(batch, model.batch)
        one_step = step.per_batch * ratio + step.per_step
        examples = Interval.exactly(steps * batch)
        fpo = one_step * steps
        growth = _ratio(one_step, step.fpo) if ratio != 1 else 1.0
        joules = step.joules * (growth * steps)
    if point.fpo is not None:
        fpo = Interval.exactly(point.fpo)
    full_load = _full_load(model, point)
    if point.kwh is not None:
        measured: Quantity = Interval.exactly(point.kwh * 3.6e6)
    else:
        measured = full_load
    return Spent(examples, fpo, _bounded(joules, full_load), measured, _seconds(point))


def _bounded(joules: Quantity, full_load: Quantity) -> Quantity:
    """What is at least ``joules``, and at most what the machine takes under full load.

    A machine that takes less than the least is not the one that was measured: no bound.
    """
    if (
        isinstance(joules, Interval)
        and joules.hi is None
        and isinstance(full_load, Interval)
        and full_load.hi is not None
        and full_load.hi >= joules.lo
    ):
        return Interval(joules.lo, full_load.hi)
    return joules


def _ratio(a: Quantity, b: Quantity) -> float:
    """Of the lower bounds: operations that are not known can't scale what is."""
    if isinstance(a, Interval) and isinstance(b, Interval) and b.lo:
        return float(Fraction(a.lo) / Fraction(b.lo))
    return 1.0


def _seconds(point: Point) -> Quantity:
    if point.seconds is None:
        return Unknown("the table has no seconds")
    return Interval.exactly(point.seconds)


def _full_load(model: ModelCost, point: Point) -> Quantity:
    """Joules of the target under full load in the time that was measured."""
    if point.seconds is None:
        return Unknown("the table has neither kwh nor seconds")
    return model.watts * point.seconds
