"""Kernels that are tuned apart, here or on a cluster, into one database."""

import sqlite3

import pytest

from fpo import tools
from fpo.errors import FpoError
from fpo.sweep import ProcessExecutor, RayExecutor
from fpo.sweep.tuning import RESOURCE, tune_kernels

PROGRAM = """
func.func @forward(%a: tensor<24x40xf32>, %b: tensor<40x32xf32>, %c: tensor<32x16xf32>)
    -> tensor<24x16xf32> {
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<24x32xf32>
  %z = linalg.fill ins(%zero : f32) outs(%e : tensor<24x32xf32>) -> tensor<24x32xf32>
  %d = linalg.matmul ins(%a, %b : tensor<24x40xf32>, tensor<40x32xf32>)
      outs(%z : tensor<24x32xf32>) -> tensor<24x32xf32>
  %f = tensor.empty() : tensor<24x16xf32>
  %y = linalg.fill ins(%zero : f32) outs(%f : tensor<24x16xf32>) -> tensor<24x16xf32>
  %g = linalg.matmul ins(%d, %c : tensor<24x32xf32>, tensor<32x16xf32>)
      outs(%y : tensor<24x16xf32>) -> tensor<24x16xf32>
  return %g : tensor<24x16xf32>
}
"""


@pytest.fixture(params=["here", "cluster"])
def executor(request, tmp_path, monkeypatch):
    """Where kernels are measured; the description of this machine is there already."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    tools.run("fpo-run", "--calibrate", "--calibrate-seconds=1")
    if request.param == "here":
        yield ProcessExecutor(1)
    else:
        pytest.importorskip("ray")
        with RayExecutor(resource=RESOURCE) as ray:
            yield ray


@pytest.fixture
def program(tmp_path):
    path = tmp_path / "program.mlir"
    path.write_text(PROGRAM)
    return path


def measurements(database):
    with sqlite3.connect(database) as connection:
        return connection.execute("SELECT kernel, schedule, seconds FROM measurement").fetchall()


@pytest.mark.long
def test_kernels_are_tuned_apart(program, tmp_path, executor):
    database = tmp_path / "tuning.db"
    seen = []

    def tune(trials):
        return tune_kernels(
            program,
            trials=trials,
            database=database,
            executor=executor,
            options=["--inputs=3"],
            on_progress=lambda done, total: seen.append((done, total)),
        )

    first = tune(2)
    before = measurements(database)
    second = tune(4)
    assert len(first) == 2 and [kernel.kernel for kernel in first] == [one.kernel for one in second]
    assert seen == [(0, 2), (1, 2), (2, 2)] * 2
    assert [kernel.schedules for kernel in first] == [2, 2]
    assert all(kernel.error is None and kernel.best > 0 for kernel in second)
    # What was measured stays as it is, and more comes to it.
    assert set(before) < set(measurements(database))
    # It is what --tune of the whole program would measure: nothing is left to do.
    after = measurements(database)
    arguments = ("--inputs=3", f"--tuning-db={database}", "--tune=trials:4")
    tools.run("fpo-opt", program, "--emit=obj", *arguments, "-o", tmp_path / "program.o")
    assert measurements(database) == after


@pytest.mark.long
def test_programs_that_cannot_be_compiled(tmp_path):
    path = tmp_path / "bad.mlir"
    path.write_text("no program")
    with pytest.raises(FpoError, match="bad.mlir:1:1"):
        tune_kernels(path, trials=1, database=tmp_path / "db", executor=ProcessExecutor(1))
