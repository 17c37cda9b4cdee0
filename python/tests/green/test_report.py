"""What experiments took, worked out by hand."""

import pytest

from fpo.errors import FpoError
from fpo.green import Metric, ModelCost, create_report, parse_results
from fpo.green.model import spent
from fpo.green.quantity import Interval, Unknown, parse, to_json


def section_of(report, text, **options):
    models = [ModelCost("m", report, **options)]
    return create_report(models, parse_results(text.splitlines()), version="1").sections[0]


def test_quantities():
    exact, least = Interval.exactly(3), Interval(2, None)
    unknown = Unknown("why")
    assert exact + least == Interval(5, None)
    assert exact * 2 == Interval.exactly(6)
    assert least * exact == Interval(6, None)
    assert exact + unknown == unknown == least * unknown
    assert parse("2*arg0.0 + 1", "fpo") == Unknown(
        "fpo depends on sizes that are not bound: 2*arg0.0 + 1"
    )
    assert parse([1, None], "fpo") == Interval(1, None)
    assert parse(None, "fpo") == Unknown("fpo is not known")
    assert [to_json(one) for one in (exact, least, unknown)] == [3, [2, None], {"unknown": "why"}]
    # Exact beyond what floating-point numbers hold.
    assert Interval.exactly(10**40 + 1) * 3 == Interval.exactly(3 * 10**40 + 3)


def test_an_experiment_takes_its_steps(models, results):
    first = results.of_model("small")[0]
    taken = spent(models[0], first, first.last)
    # 20 steps of 10 examples: 10 times forward and backward, once the optimizer.
    assert taken.examples == Interval.exactly(200)
    assert taken.fpo == Interval.exactly(20 * (10 * 3000 + 100))
    # 2 s at 100 W, times server and PUE, which the operations can't have exceeded.
    assert taken.measured_joules == Interval(200.0, 600.0)
    assert taken.joules == Interval(pytest.approx(3.0 * 20 * 30100 / 3100), 600.0)


def test_energy_without_an_upper_bound(models, results):
    (small, _), first = models, results.of_model("small")[0]
    # The first row has half the steps, and 300 J are more than their least.
    assert spent(small, first, first.points[0]).joules.hi == 300.0
    # A machine that takes less than the operations must is another one.
    small.report["energy"]["top_down"]["watts"] = [10, 10]
    assert spent(small, first, first.last).joules.hi is None
    del small.report["energy"]["top_down"]
    assert spent(small, first, first.last).joules.hi is None
    metered = section_of(small.report, "model,score,steps,kwh\nm,1,5,2\n")
    assert metered.sum("joules").hi is None


def test_cost_is_e_times_d_times_h(models, results):
    report = create_report(models, results, version="1")
    small = report.sections[0]
    assert small.experiments == 3
    assert small.sum("fpo") == Interval.exactly(3 * 20 * 30100)
    assert small.dataset == Interval.exactly(200)
    assert small.example * small.dataset * small.experiments == small.sum("fpo")
    assert small.scores == (0.6, 0.8)
    assert small.best == 0.8
    assert small.cost.kg_co2e(Interval.exactly(3.6e6)) == Interval(
        pytest.approx(0.36), pytest.approx(0.72)
    )


def test_without_training_the_forward_pass_counts(report_of_model):
    del report_of_model["training"]
    section = section_of(report_of_model, "model,score,steps,batch\nm,1,5,8\n", batch=4)
    # Five steps of eight examples are ten runs of a program for four.
    assert section.sum("fpo") == Interval.exactly(10 * 1000)
    assert section.cost.inference == Interval.exactly(250)
    assert section.sum("joules") == Interval(pytest.approx(10.0), pytest.approx(40.0))


def test_rows_that_stand_for_several_experiments(report_of_model):
    section = section_of(report_of_model, "model,score,steps,experiments\nm,1,5,7\n")
    assert section.experiments == 7
    assert section.sum("fpo") == Interval.exactly(7 * 5 * 3100)
    assert section.expected is None


def test_the_table_may_state_the_operations(report_of_model):
    section = section_of(report_of_model, "model,score,fpo,kwh\nm,1,1e20,2\n")
    assert section.sum("fpo") == Interval.exactly(10**20)
    assert section.sum("measured_joules") == Interval.exactly(7.2e6)
    assert isinstance(section.dataset, Unknown)


def test_what_is_not_known_is_named(models, results):
    report = create_report(models, results, version="1")
    assert report.unknown() == (
        (("small",), "no score of s2: in what was spent, not in what is expected"),
        (("large_<b>&$",), "my.op at m.mlir:3:1: no rule <is> 100% known"),
    )
    document = report.to_dict()
    assert document["models"][1]["cost"]["R"][1] is None


def test_nothing_unknown_becomes_zero(report_of_model):
    for name in ("energy", "time", "training"):
        del report_of_model[name]
    report_of_model["totals"]["fpo"] = "7*arg0.0"
    section = section_of(report_of_model, "model,score\nm,1\n")
    for quantity in ("examples", "fpo", "joules", "measured_joules", "seconds"):
        assert isinstance(section.sum(quantity), Unknown)
    assert isinstance(section.cost.inference, Unknown)
    assert isinstance(section.cost.joules, Unknown)


def test_budget_curve_is_the_best_of_all_experiments(report_of_model):
    text = (
        "model,experiment,fpo,score\nm,a,10,0.3\nm,a,20,0.2\nm,a,40,0.9\nm,b,10,0.4\nm,b,30,0.5\n"
    )
    assert section_of(report_of_model, text).budget_curve() == ((10, 0.4), (30, 0.5), (40, 0.9))


def test_lower_is_better(report_of_model):
    results = parse_results("model,score\nm,3\nm,2\nm,4\n".splitlines())
    metric = Metric("loss", lower_is_better=True)
    report = create_report([ModelCost("m", report_of_model)], results, metric=metric, version="1")
    assert report.sections[0].best == 2
    assert report.sections[0].expected.mean[-1] < 3


def test_names_have_to_match(models, results):
    with pytest.raises(FpoError, match="a model 'small', which is not given; given: 'large_<b>&"):
        create_report(models[1:], results, version="1")
    with pytest.raises(FpoError, match="two models are named 'small'"):
        create_report([models[0], models[0]], None, version="1")
    models[1].report["convention"] = "mac"
    with pytest.raises(FpoError, match="several conventions"):
        create_report(models, results, version="1")
