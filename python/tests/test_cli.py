"""The commands, as a shell runs them."""

import json
import os
import subprocess
import sys

import pytest

import fpo
from fpo.cli.main import COMMANDS


@pytest.fixture
def run(tmp_path):
    def run(*arguments, **environment):
        code = "import sys; sys.argv[0] = 'fpo'; from fpo.cli.main import main; main()"
        return subprocess.run(
            [sys.executable, "-c", code, *map(str, arguments)],
            capture_output=True,
            text=True,
            cwd=tmp_path,
            env={**os.environ, **environment},
        )

    return run


@pytest.fixture
def model(program, tmp_path):
    path = tmp_path / "f.mlir"
    path.write_text(program)
    return path


def test_each_command_has_help_with_examples(run):
    help_ = run("--help")
    assert help_.returncode == 0
    for name in COMMANDS:
        assert name in help_.stdout
        if name in ("compare", "completion", "import", "report"):
            text = run(name, "--help").stdout
            assert "Examples:" in text and f"fpo {name}" in text


@pytest.mark.parametrize(
    "form, expected",
    [("text", "136"), ("json", '"fpo": 136'), ("csv", "id,op"), ("markdown", "|"), ("html", "<!d")],
)
def test_report(run, model, tmp_path, form, expected):
    printed = run("report", model, "--format", form)
    assert (printed.returncode, printed.stderr) == (0, "")
    assert expected in printed.stdout
    assert run("report", model, "--format", form, "-o", "out").stdout == ""
    assert (tmp_path / "out").read_text() == printed.stdout


def test_options_of_a_report(run, model):
    options = ("--convention", "mac", "--inputs", "1", "--training", "adamw", "--memory")
    data = json.loads(run("report", model, *options, "--format", "json").stdout)
    assert data["totals"]["fpo"] == 64
    assert data["training"]["method"] == "adamw"
    assert "memory" in data


def test_errors_are_a_line_and_exit_with_1(run, model, tmp_path):
    broken = tmp_path / "broken.mlir"
    broken.write_text("func.func @f() { return %x : f32 }")
    for arguments, expected in (
        (("report", broken), "broken.mlir:1:25: error:"),
        (("report", "none.mlir"), "none.mlir: error: can't be read"),
        (("report", "none.py:make"), "none.py: error: there is no such file"),
        (("report", model, "--bind", "x"), "error: 'x' is not understood"),
        (("report", model, "--input", "f32"), "error: 'f32' is no input"),
        (("report", model, "--convention", "flops"), "'flops' is not one of"),
        (("compare", model, "none.json"), "none.json: error:"),
        (("completion", "tcsh"), "'tcsh' is not one of"),
        (("report", model, "-o", "no/folder"), "error: can't be written"),
    ):
        done = run(*arguments)
        assert done.returncode == 1
        assert expected in done.stderr and "Traceback" not in done.stderr
    assert not (tmp_path / "no").exists()


def test_warnings_are_lines_on_stderr(run, tmp_path):
    (tmp_path / "two.mlir").write_text("""
      func.func @f(%x: tensor<?xf32>, %y: tensor<4xf32>) -> tensor<?xf32> {
        %0 = linalg.add ins(%x, %y : tensor<?xf32>, tensor<4xf32>)
                        outs(%x : tensor<?xf32>) -> tensor<?xf32>
        return %0 : tensor<?xf32> }""")
    done = run("report", "two.mlir")
    assert done.returncode == 0
    assert done.stderr.startswith("two.mlir:3:") and "warning:" in done.stderr


def test_a_function_of_a_file_makes_the_model(run, model, tmp_path):
    (tmp_path / "shared.py").write_text(f"TEXT = open({str(model)!r}).read()")
    (tmp_path / "make.py").write_text(
        "from shared import TEXT\n"
        "def make(): return TEXT\n"
        "def pair(): return TEXT, ()\n"
        "def many(): return 1, 2, 3\n"
    )
    assert "136" in run("report", "make.py:make").stdout
    assert "136" in run("report", "make.py:pair").stdout
    assert "returned 3 values" in run("report", "make.py:many").stderr
    assert "no function 'none'" in run("report", "make.py:none").stderr
    assert fpo.analyze(f"{tmp_path}/make.py:make").totals.fpo == 136


def test_import_writes_mlir(run, model, tmp_path):
    assert run("import", model, "-o", "g.mlir").returncode == 0
    assert fpo.analyze(tmp_path / "g.mlir").totals.fpo == 136


def test_compare(run, model, tmp_path):
    (tmp_path / "cost.json").write_text(fpo.analyze(model).to_json())
    lines = run("compare", model, "cost.json").stdout.splitlines()
    assert lines[0].split() == "model FPO MAC params read write peak unknown".split()
    assert [line.split()[1:3] for line in lines[1:]] == [["136", "64"]] * 2
    text = run("compare", model, "--convention", "mac", "--convention", "torch", "--format", "json")
    (row,) = json.loads(text.stdout)
    assert (row["mac"], row["torch"]) == (64, 128)
    assert run("compare", model, "--format", "csv").stdout.splitlines()[1].split(",")[1] == "136"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(run, shell):
    assert "_FPO_COMPLETE" in run("completion", shell).stdout
    if shell == "bash":
        words = run(_FPO_COMPLETE="bash_complete", COMP_WORDS="fpo rep", COMP_CWORD="1").stdout
        assert "report" in words
