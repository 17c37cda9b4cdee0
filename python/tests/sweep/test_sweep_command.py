"""``fpo sweep`` from outside."""

import csv
import json

import pytest
from click.testing import CliRunner

from fpo.cli.compare import compare
from fpo.cli.sweep import sweep
from fpo.errors import FpoError

PROGRAM = """
func.func @f(%a: tensor<?xf32>) -> tensor<?xf32> {
  %0 = math.exp %a : tensor<?xf32>
  %1 = arith.addf %0, %a : tensor<?xf32>
  return %1 : tensor<?xf32>
}
"""


def run(*arguments):
    result = CliRunner().invoke(sweep, [str(one) for one in arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture
def program(tmp_path):
    path = tmp_path / "f.mlir"
    path.write_text(PROGRAM)
    return path


def test_rows_and_resuming(program, tmp_path):
    output = tmp_path / "costs.csv"
    run(program, "--bind", "arg0.0=1:4:x2", "--local", "--jobs", 1, "-o", output)
    rows = list(csv.DictReader(output.open()))
    assert [row["bind.arg0.0"] for row in rows] == ["1", "2", "4"]
    each = int(rows[0]["fpo"])
    assert [int(row["fpo"]) for row in rows] == [each, 2 * each, 4 * each]
    # The journal stays, and the next sweep has more to say.
    assert (tmp_path / "costs.csv.journal").exists()
    run(program, "--bind", "arg0.0=1:4:1", "--local", "--jobs", 1, "-o", output)
    assert len(output.read_text().splitlines()) == 5


def test_rows_are_compared(program, tmp_path):
    output = tmp_path / "costs.json"
    run(program, "--local", "--jobs", 1, "--bind", "arg0.0=2,4", "-o", output)
    result = CliRunner().invoke(compare, [str(output), "--format", "csv"], catch_exceptions=False)
    lines = [line.split(",") for line in result.output.splitlines()]
    assert [line[0] for line in lines[1:]] == ["f.mlir[arg0.0=2]", "f.mlir[arg0.0=4]"]
    assert 2 * int(lines[1][1]) == int(lines[2][1])


def test_options(program, tmp_path):
    arguments = (program, "--local", "--jobs", 1, "--inputs", 1, "--set", "count=executed,useful")
    text = run(*arguments, "--set", "memory=true", "--bind", "arg0.0=2", "--format", "json")
    rows = json.loads(text)["rows"]
    assert [row["report"]["count"] for row in rows] == ["executed", "useful"]
    assert all("memory" in row["report"] for row in rows)
    assert rows[0]["options"] == {
        "bind": {"arg0.0": 2},
        "inputs": 1,
        "count": "executed",
        "memory": True,
    }


def test_an_option_that_there_is_not(program):
    arguments = [str(program), "--local", "--jobs", "1", "--set", "colour=green"]
    result = CliRunner().invoke(sweep, arguments)
    assert result.exit_code == 1 and "colour" in result.output


def test_a_model_that_fails_makes_the_sweep_fail(program, tmp_path):
    (tmp_path / "bad.mlir").write_text("no mlir")
    output = tmp_path / "costs.json"
    with pytest.raises(FpoError, match="1 of 2 could not be analysed"):
        run(program, tmp_path / "bad.mlir", "--local", "--jobs", 1, "-o", output)
    rows = json.loads(output.read_text())["rows"]
    assert ["error" in row for row in rows] == [False, True]


@pytest.mark.parametrize("binding", ["arg0.0", "arg0.0=x"])
def test_sizes_that_are_none(program, binding):
    with pytest.raises(FpoError):
        run(program, "--local", "--bind", binding)


def test_nothing_to_sweep():
    result = CliRunner().invoke(sweep, [])
    assert result.exit_code != 0 and "nothing to sweep" in result.output
