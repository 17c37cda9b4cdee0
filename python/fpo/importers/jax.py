"""JAX: functions, as StableHLO, which iree-compile makes linalg of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from fpo.errors import FpoError
from fpo.importers import ImportedModule, Parameter, stablehlo
from fpo.importers.requirements import require


def import_jax(
    function: Callable[..., Any], *example_inputs: Any, parameters: Sequence[int] = ()
) -> ImportedModule:
    """A function of JAX on arrays, trees of them, or `jax.ShapeDtypeStruct` for sizes alone.

    `parameters` are the positions of the arguments whose leaves are the model's parameters; in the
    program each leaf is an argument. Raises `FpoError` if the function can't be traced or lowered.
    """
    jax = require("jax", "importing from JAX")
    require("iree.compiler", "importing from JAX")
    try:
        lowered = jax.jit(function).lower(*example_inputs)
        text = lowered.as_text(debug_info=True)
    except Exception as error:  # what user code raises can be anything
        raise FpoError.of(f"JAX can't trace the function: {error}") from error
    kept = sorted(lowered._lowering.compile_args["kept_var_idx"])
    marked = _leaves(jax, example_inputs, set(parameters), kept)
    program, unsupported = stablehlo.lower(text, [each.index for each in marked])
    name = getattr(function, "__name__", type(function).__name__)
    return ImportedModule(program.encode(), "jax", unsupported, f"<{name}>", tuple(marked))


def _leaves(jax: Any, inputs: Sequence[Any], chosen: set[int], kept: list[int]) -> list[Parameter]:
    """The leaves of the chosen arguments that the program has: JAX drops the unused."""
    found, number = [], 0
    for position, each in enumerate(inputs):
        for path, leaf in jax.tree_util.tree_flatten_with_path(each)[0]:
            if position in chosen and number in kept:
                name = jax.tree_util.keystr(path)
                found.append(Parameter(kept.index(number), name, lambda leaf=leaf: _array(leaf)))
            number += 1
    return found


def _array(leaf: Any) -> Any:
    import numpy

    if not hasattr(leaf, "__array__"):
        raise FpoError.of("a parameter that was given by its shape has no values")
    return numpy.asarray(leaf)
