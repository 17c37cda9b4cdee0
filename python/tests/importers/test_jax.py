"""Functions of JAX; their counts are worked out by hand."""

import pytest

import fpo
from fpo.importers import import_model

jax = pytest.importorskip("jax")
pytest.importorskip("iree.compiler")
jnp = jax.numpy


def dense(parameters, x):
    with jax.named_scope("layer"):
        return jnp.maximum(x @ parameters["w"] + parameters["b"], 0)


SHAPES = {"w": jax.ShapeDtypeStruct((8, 3), "float32"), "b": jax.ShapeDtypeStruct((3,), "float32")}


def test_counts_and_parameters():
    x = jax.ShapeDtypeStruct((4, 8), "float32")
    report = fpo.analyze(dense, SHAPES, x, parameters=[0])
    assert report.totals.mac == 4 * 8 * 3
    assert report.totals.add == {"f32": 4 * 8 * 3 + 12 + 12}
    assert report.totals.params == 24 + 3
    assert {op.location for op in report.ops} >= {"layer.dot_general", "layer.add"}


def test_a_loop_is_counted_as_often_as_it_turns():
    def rnn(w, xs):
        def step(h, x):
            h = h @ w + x
            return h, h

        return jax.lax.scan(step, jnp.zeros((1, 6)), xs)

    module = import_model(rnn, jnp.zeros((6, 6)), jnp.zeros((20, 1, 6)), parameters=[0])
    assert fpo.analyze(module).totals.mac == 20 * 36
    assert module.parameters[0].value().shape == (6, 6)


def test_unsupported_ops_stay():
    module = import_model(lambda x: jnp.sort(jnp.linalg.cholesky(x @ x)), jnp.ones((4, 4)))
    assert {each.op for each in module.unsupported} == {
        "iree_linalg_ext.sort",
        "jax.lapack_spotrf_ffi",
    }
    assert fpo.analyze(module).totals.mac == (64, None)


def test_a_function_that_fails():
    with pytest.raises(fpo.FpoError, match="JAX can't trace the function"):
        import_model(lambda x: x @ x, jnp.zeros((2, 3)))
