"""Compiled programs against NumPy."""

import contextlib
import gc
import os
import re
import signal
import sqlite3
import threading

import numpy as np
import pytest

import fpo
from fpo import _fpo

DENSE = """
func.func @dense(%w: tensor<64x32xf32>, %b: tensor<32xf32>, %x: tensor<5x64xf32>)
    -> tensor<5x32xf32> {
  %z = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<5x32xf32>
  %s = linalg.fill ins(%z : f32) outs(%e : tensor<5x32xf32>) -> tensor<5x32xf32>
  %0 = linalg.matmul ins(%x, %w : tensor<5x64xf32>, tensor<64x32xf32>)
                     outs(%s : tensor<5x32xf32>) -> tensor<5x32xf32>
  %1 = linalg.broadcast ins(%b : tensor<32xf32>) outs(%e : tensor<5x32xf32>) dimensions = [0]
  %2 = arith.addf %0, %1 : tensor<5x32xf32>
  %3 = tensor.empty() : tensor<5x32xf32>
  %4 = linalg.fill ins(%z : f32) outs(%3 : tensor<5x32xf32>) -> tensor<5x32xf32>
  %5 = arith.maximumf %2, %4 : tensor<5x32xf32>
  return %5 : tensor<5x32xf32>
}
"""


def elementwise(element, op="addf", shape="4x3"):
    tensor = f"tensor<{shape}x{element}>"
    return f"""func.func @f(%x: {tensor}, %y: {tensor}) -> {tensor} {{
      %0 = arith.{op} %x, %y : {tensor}
      return %0 : {tensor} }}"""


@pytest.fixture(scope="module")
def dense():
    return fpo.compile(DENSE, inputs=1, tuning_db="none")


def random(*shape):
    return np.random.default_rng(0).standard_normal(shape, np.float32)


def test_a_dense_layer(dense):
    w, b, x = random(64, 32), random(32), random(5, 64)
    assert [str(one) for one in dense.parameters] == ["float32[64, 32]", "float32[32]"]
    result = dense.init(w, b)(x)
    np.testing.assert_allclose(result, np.maximum(x @ w + b, 0), rtol=1e-4, atol=1e-5)
    assert result.ctypes.data % 64 == 0
    # Parameters are given once.
    np.testing.assert_allclose(dense(2 * x), np.maximum(2 * x @ w + b, 0), rtol=1e-4, atol=1e-5)
    np.testing.assert_array_equal(np.from_dlpack(result), result)


def test_any_number_of_threads_gives_the_same_bits():
    w, b, x = random(64, 32), random(32), random(5, 64)
    results = [
        fpo.compile(DENSE, inputs=1, threads=threads, tuning_db="none").init(w, b)(x)
        for threads in (1, 2, 5)
    ]
    for result in results[1:]:
        np.testing.assert_array_equal(result, results[0])


def test_many_callers_at_once(dense):
    w, b = random(64, 32), random(32)
    dense.init(w, b)
    inputs = [random(5, 64) * number for number in range(8)]
    results = [None] * 8

    def run(number):
        for _ in range(20):
            results[number] = dense(inputs[number])

    threads = [threading.Thread(target=run, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for x, result in zip(inputs, results, strict=True):
        np.testing.assert_allclose(result, np.maximum(x @ w + b, 0), rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("element", ["f64", "f32", "f16", "bf16"])
def test_types_of_floats(element):
    program = fpo.compile(elementwise(element))
    dtype = program.inputs[0].dtype
    x = np.arange(12).reshape(4, 3).astype(dtype)
    result = program(x, x)
    assert result.dtype == dtype
    np.testing.assert_array_equal(result.astype(np.float64), 2.0 * np.arange(12).reshape(4, 3))


@pytest.mark.parametrize("element", ["i8", "i16", "i32", "i64"])
def test_types_of_integers(element):
    program = fpo.compile(elementwise(element, "muli"))
    x = np.arange(12).reshape(4, 3).astype(program.inputs[0].dtype)
    np.testing.assert_array_equal(program(x, x), x * x)


def test_sizes_that_are_known_at_run_time_only():
    program = fpo.compile(elementwise("f32", shape="?x3"))
    assert str(program.inputs[0]) == "float32[?, 3]"
    for size in (0, 1, 7):
        x = random(size, 3)
        np.testing.assert_array_equal(program(x, x), x + x)
    with pytest.raises(fpo.FpoError):
        program(random(2, 3), random(3, 3))


def test_scalars_and_several_results():
    program = fpo.compile("""func.func @f(%x: tensor<3xf32>, %s: f32) -> (tensor<3xf32>, f32) {
      %0 = tensor.splat %s : tensor<3xf32>
      %1 = arith.mulf %x, %0 : tensor<3xf32>
      %2 = arith.addf %s, %s : f32
      return %1, %2 : tensor<3xf32>, f32 }""")
    scaled, doubled = program(np.ones(3, np.float32), 3.0)
    np.testing.assert_array_equal(scaled, [3, 3, 3])
    assert doubled == 6


def test_wrong_inputs_are_refused(dense):
    dense.init(random(64, 32), random(32))
    x = random(5, 64)
    with pytest.raises(TypeError, match="2 inputs are given, and 1 are taken"):
        dense(x, x)
    with pytest.raises(TypeError, match="input 0 has elements of type float64"):
        dense(x.astype(np.float64))
    with pytest.raises(ValueError, match=r"input 0 has the shape \(4, 64\), and float32\[5, 64\]"):
        dense(x[:4])
    with pytest.raises(ValueError, match="not in row-major order"):
        dense(random(64, 5).T)
    with pytest.raises(TypeError, match="which is no array"):
        dense([1.0])
    with pytest.raises(ValueError, match="at least one thread"):
        fpo.compile(elementwise("f32"), threads=0)
    with pytest.raises(ValueError, match="give them to init first"):
        fpo.compile(DENSE, inputs=1, tuning_db="none")(x)


def test_what_can_not_be_compiled_says_why():
    with pytest.raises(fpo.FpoError, match="no such processor|is no|not known"):
        fpo.compile(elementwise("f32"), target="no-such-machine")
    with pytest.raises(fpo.FpoError, match="the functions are"):
        fpo.compile(elementwise("f32"), entry="g")
    with pytest.raises(fpo.FpoError):
        fpo.compile(
            'func.func @f(%x: f32) -> f32 { %0 = "my.op"(%x) : (f32) -> f32 return %0 : f32 }'
        )


@pytest.fixture
def machine(tmp_path, root):
    """A description of some machine, with the processor of this one."""
    path = tmp_path / "machine.mlir"
    path.write_text(
        re.sub(
            '"processor" = "[^"]*"',
            f'"processor" = "{_fpo.host_processor()}"',
            (root / "lib/Target/amd-epyc-9654.mlir").read_text(),
        )
    )
    return str(path)


def measurements(database):
    with contextlib.closing(sqlite3.connect(database)) as connection:
        return connection.execute("SELECT schedule, seconds FROM measurement").fetchall()


@pytest.mark.long
def test_tuning_measures_and_keeps_schedules(tmp_path, machine):
    database = tmp_path / "tuning.db"
    w, b, x = random(64, 32), random(32), random(5, 64)
    said = []
    program = fpo.compile(
        DENSE, inputs=1, target=machine, tune=2, tuning_db=database, on_progress=said.append
    )
    np.testing.assert_allclose(
        program.init(w, b)(x), np.maximum(x @ w + b, 0), rtol=1e-4, atol=1e-5
    )
    assert len(measurements(database)) >= 2
    assert [(now.kernel, now.trial, now.num_trials, now.best) for now in said[:1]] == [(0, 0, 2, 0)]
    assert {now.num_kernels for now in said} == {said[-1].kernel + 1}


@pytest.mark.long
def test_tuning_is_interrupted_without_loss(tmp_path, machine):
    database = tmp_path / "tuning.db"
    given = {"inputs": 1, "target": machine, "tune": 20, "tuning_db": database}

    def stop(now):
        # As Ctrl-C does: signals are handled while the library works.
        if now.trial:
            os.kill(os.getpid(), signal.SIGINT)

    with pytest.raises(KeyboardInterrupt):
        fpo.compile(DENSE, on_progress=stop, **given)
    kept = measurements(database)
    assert 0 < len(kept) < 20

    def fail(now):
        raise ZeroDivisionError("no more")

    with pytest.raises(ZeroDivisionError, match="no more"):
        fpo.compile(DENSE, on_progress=fail, **given)
    assert measurements(database) == kept
    first = []
    fpo.compile(DENSE, on_progress=first.append, **given)
    # What was kept is not measured again.
    assert first[0].num_trials < 20
    assert set(kept) < set(measurements(database))


def test_tensors_of_torch():
    torch = pytest.importorskip("torch")
    w, b = torch.randn(64, 32, requires_grad=True), torch.randn(32)
    x = torch.randn(5, 64)
    result = fpo.compile(DENSE, inputs=1, tuning_db="none").init(w, b)(x)
    expected = torch.relu(x @ w + b).detach()
    torch.testing.assert_close(torch.from_dlpack(result), expected, rtol=1e-4, atol=1e-5)
    x = torch.arange(12.0).reshape(4, 3).bfloat16()
    doubled = fpo.compile(elementwise("bf16"))(x, x)
    assert doubled.astype(np.float32).sum() == 132
    with pytest.raises(ValueError, match="not in row-major order"):
        fpo.compile(elementwise("f32"))(torch.ones(3, 4).T, torch.ones(4, 3))


def test_inputs_are_not_copied_and_states_end(dense):
    w, b, x = random(64, 32), random(32), random(5, 64)
    x.flags.writeable = False
    program = fpo.compile(DENSE, inputs=1, tuning_db="none").init(w, b)
    expected = program(x)
    program.init(w, b).init(w, b)
    np.testing.assert_array_equal(program(x), expected)
    del program
    gc.collect()
