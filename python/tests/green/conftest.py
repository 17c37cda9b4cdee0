"""Reports as fpo writes them, with numbers that are easy to work with by hand."""

import copy

import pytest

from fpo.green import ModelCost, parse_results

REPORT = {
    "schema": "fpo-report/1",
    "convention": "fpo",
    "count": "executed",
    "unknown": [],
    "totals": {"fpo": 1000, "params": 50},
    "training": {
        "method": "sgd",
        "steps": 1,
        "epochs": 1,
        "forward": {"fpo": 1000},
        "backward": {"fpo": 2000},
        "optimizer": {"fpo": 100},
        "unknown": [],
    },
    "energy": {
        "parts": [
            {"part": "run", "joules": [1.0, 4.0]},
            {"part": "training", "joules": [3.0, None]},
        ],
        "factors": [
            {"factor": "server", "ratio": [1, 2], "source": "s"},
            {"factor": "pue", "ratio": [1, 1.5], "source": "p"},
            {"factor": "grid", "of": "us", "g_co2e_per_kwh": [360, 720], "source": "g"},
        ],
        "top_down": {"watts": [100, 100], "seconds": [1, 2], "joules": [100, 600]},
    },
    "time": {"seconds": [0.001, 0.002]},
}

TABLE = """model,experiment,seed,dataset_size,batch,epochs,seconds,rate,score
small,s0,0,100,10,1,1,0.1,0.5
small,s0,0,100,10,2,2,0.1,0.6
small,s1,1,100,10,2,2,0.2,0.8
small,s2,2,100,10,2,2,0.3,
large_<b>&$,l0,0,100,20,4,10,0.1,0.9
"""


@pytest.fixture
def report_of_model():
    return copy.deepcopy(REPORT)


@pytest.fixture
def models(report_of_model):
    large = copy.deepcopy(report_of_model)
    large["totals"]["fpo"] = [9000, None]
    large["training"]["forward"]["fpo"] = [9000, None]
    large["unknown"] = [{"op": "my.op", "loc": "m.mlir:3:1", "reason": "no rule <is> 100% known"}]
    return [ModelCost("small", report_of_model), ModelCost("large_<b>&$", large)]


@pytest.fixture
def results():
    return parse_results(TABLE.splitlines())
