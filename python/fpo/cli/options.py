"""Options that several commands have: which model, and how it is counted."""

from __future__ import annotations

import functools
import re
import sys
from collections.abc import Callable
from typing import Any

import click

from fpo.errors import FpoError

CONVENTIONS = ("fpo", "mac", "torch", "xla")
_SPEC = re.compile(r"(?P<type>[a-z]+\d+)\[(?P<sizes>(\d+(,\d+)*)?)\]\Z")
_DTYPES = {
    "f64": "float64",
    "f32": "float32",
    "f16": "float16",
    "bf16": "bfloat16",
    "i64": "int64",
    "i32": "int32",
    "i16": "int16",
    "i8": "int8",
    "u8": "uint8",
    "i1": "bool",
}

_MODEL = (
    click.option(
        "--input",
        "specs",
        multiple=True,
        metavar="TYPE[SIZES]",
        help="An example input, such as f32[1,3,224,224], for a model that says none itself.",
    ),
)
_COUNTING = (
    click.option("--inputs", type=int, help="How many of the last arguments are no parameters."),
    click.option("--entry", help="The function that is run."),
    click.option("--bind", multiple=True, metavar="SYMBOL=N", help="A number for a symbol."),
    click.option("--rules", multiple=True, metavar="FILE", help="Rules that go first."),
    click.option(
        "--count",
        type=click.Choice(["executed", "useful"]),
        default="executed",
        show_default=True,
        help="Whether what padding makes pointless counts.",
    ),
)


def _with(options: tuple[Callable, ...]) -> Callable:
    return lambda command: functools.reduce(lambda to, add: add(to), reversed(options), command)


#: Decorators: what the model is; how it is counted.
model_options = _with(_MODEL)
counting_options = _with(_COUNTING)


def read_bindings(bind: tuple[str, ...]) -> dict[str, int]:
    """The numbers of `SYMBOL=N`, by symbol. Raises `FpoError` for what is none."""
    bound = {}
    for text in bind:
        symbol, _, size = text.partition("=")
        if not symbol or not size.isdecimal():
            raise FpoError.of(f"'{text}' is not understood; write SYMBOL=N, such as arg0.0=32")
        bound[symbol] = int(size)
    return bound


def open_model(model: str, specs: tuple[str, ...]) -> tuple[Any, tuple[Any, ...]]:
    """What the argument MODEL names, with its example inputs: a path, or what a function
    `FILE.py:NAME` makes. Raises `FpoError`."""
    from fpo.importers.factory import is_factory, load_factory

    made, inputs = load_factory(model) if is_factory(model) else (model, ())
    if specs:
        inputs = tuple(_example(spec, made) for spec in specs)
    return made, inputs


def _example(spec: str, model: Any) -> Any:
    """Zeros of a type and shape, as the framework of `model` has them."""
    found = _SPEC.match(spec.replace(" ", ""))
    if not found or found["type"] not in _DTYPES:
        raise FpoError.of(
            f"'{spec}' is no input; write one as in f32[1,3,224,224], with one of "
            f"{', '.join(_DTYPES)}"
        )
    shape = tuple(int(size) for size in found["sizes"].split(",") if size)
    name = _DTYPES[found["type"]]
    torch = sys.modules.get("torch")
    if torch and isinstance(model, torch.nn.Module):
        return torch.zeros(shape, dtype=getattr(torch, name))
    import ml_dtypes
    import numpy as np

    return np.zeros(shape, getattr(ml_dtypes, name, name))
