"""``fpo green`` from outside: the example, and what is said of arguments that are wrong."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from fpo.cli.green import green
from fpo.errors import FpoError

EXAMPLE = Path(__file__).parents[3] / "examples" / "green"


def run(*arguments):
    result = CliRunner().invoke(green, [str(one) for one in arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture
def saved(report_of_model, tmp_path):
    path = tmp_path / "saved.json"
    path.write_text(json.dumps(report_of_model))
    return path


def test_example(tmp_path):
    models = (EXAMPLE / "mlp.mlir", EXAMPLE / "cnn.mlir")
    options = (
        "--results",
        EXAMPLE / "results.csv",
        "--training",
        "momentum",
        "--metric",
        "accuracy",
    )
    document = json.loads(run(*models, *options, "--format", "json"))
    perceptron, convolution = document["models"]
    layers = (64 * 32, 32 * 10)
    parameters = sum(layers) + 32 + 10
    # A multiplication and an addition for each weight, and ReLU.
    forward = 2 * sum(layers) + 32
    # The same for each weight's gradient, and for that of the hidden layer; biases sum theirs up.
    backward = 2 * (sum(layers) + layers[1])
    momentum = 4 * parameters
    assert perceptron["params"] == parameters
    assert perceptron["inference"]["fpo"] == forward
    assert perceptron["cost"]["H"] == convolution["cost"]["H"] == 24
    first = perceptron["experiments"][0]["curve"][-1]
    # 4 epochs of ceil(1200 / 128) steps.
    assert first["examples"] == 40 * 128
    assert first["fpo"] == 40 * (128 * (forward + backward) + momentum)
    page = tmp_path / "page.html"
    run(*models, *options, "--target", "amd-epyc-9654", "--grid", "us", "-o", page)
    assert 'id="figure-training"' in page.read_text()
    assert list(tmp_path.iterdir()) == [page]


def test_formats(saved, tmp_path):
    results = tmp_path / "r.csv"
    results.write_text("model,score,steps\nsaved,0.5,10\n")
    assert "| saved |" in run(saved, "--results", results)
    assert r"\toprule" in run(saved, "--results", results, "--format", "latex")
    run(saved, "--results", results, "-o", tmp_path / "t.tex")
    assert r"\toprule" in (tmp_path / "t.tex").read_text()
    assert '"model": "other"' in run(f"other={saved}", "--format", "json")


def test_reports_of_a_sweep(report_of_model, tmp_path):
    path = tmp_path / "sweep.json"
    rows = [{"name": "a[m=1]", "report": report_of_model}]
    path.write_text(json.dumps({"schema": "fpo-sweep/1", "rows": rows}))
    assert "a\\[m=1\\]" in run(path)
    rows.append({"name": "b", "error": "no"})
    path.write_text(json.dumps({"schema": "fpo-sweep/1", "rows": rows}))
    with pytest.raises(FpoError, match="has no report of 'b': no"):
        run(path)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "is no report of fpo"),
        ("[]", "is no report of fpo"),
        ('{"schema": "other/1"}', "is of the schema 'other/1'"),
    ],
)
def test_files_that_are_no_reports(tmp_path, text, message):
    path = tmp_path / "x.json"
    path.write_text(text)
    with pytest.raises(FpoError, match=message):
        run(path)


def test_an_output_that_cannot_be_written(saved, tmp_path):
    with pytest.raises(FpoError, match="can't be written"):
        run(saved, "-o", tmp_path / "no" / "page.html")
