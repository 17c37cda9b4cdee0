"""Functions of Python files that make models: `model.py:make_model`."""

from __future__ import annotations

import importlib.util
import os
import re
import sys
from typing import Any

from fpo.errors import FpoError

# The modules that were imported from beside models, and the folders of these.
_folders: dict[str, str] = {}
_FACTORY = re.compile(r"(?P<file>.+\.py):(?P<name>[A-Za-z_]\w*)\Z")


def is_factory(model: Any) -> bool:
    """Whether `model` names a function of a file, as `FILE.py:NAME`."""
    return isinstance(model, str) and _FACTORY.match(model) is not None


def load_factory(model: str) -> tuple[Any, tuple[Any, ...]]:
    """The model that the function `FILE.py:NAME` returns, and its example inputs.

    The function takes nothing and returns a model, or `(model, example_inputs)`. Raises `FpoError`
    as `load_function` does, and what it raises itself.
    """
    made = load_function(model, call=True)
    if not isinstance(made, tuple):
        return made, ()
    if len(made) != 2:
        file, _, name = model.rpartition(":")
        raise FpoError.of(
            f"'{name}' returned {len(made)} values, and a model and its example inputs are taken",
            file,
        )
    inputs = made[1]
    return made[0], tuple(inputs) if isinstance(inputs, (tuple, list)) else (inputs,)


def load_function(model: str, call: bool = False) -> Any:
    """The function `FILE.py:NAME`, or with `call` what it returns.

    Modules beside the file can be imported while it is read and called. Raises `FpoError` if there
    is no such function.
    """
    found = _FACTORY.match(model)
    assert found is not None
    path = os.path.abspath(found["file"])
    if not os.path.isfile(path):
        raise FpoError.of("there is no such file", found["file"])
    spec = importlib.util.spec_from_file_location(os.path.splitext(os.path.basename(path))[0], path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    folder = os.path.dirname(path)
    _forget_others(folder)
    before = set(sys.modules)
    sys.path.insert(0, folder)
    try:
        spec.loader.exec_module(module)
        factory = getattr(module, found["name"], None)
        if not callable(factory):
            raise FpoError.of(f"there is no function '{found['name']}'", found["file"])
        return factory() if call else factory
    except (ImportError, SyntaxError) as error:
        raise FpoError.of(f"can't be imported: {error}", found["file"]) from error
    finally:
        sys.path.remove(folder)
        for name in set(sys.modules) - before:
            origin = getattr(sys.modules[name], "__file__", None)
            if origin and os.path.dirname(os.path.abspath(origin)).startswith(folder):
                _folders[name] = folder


def _forget_others(folder: str) -> None:
    """Lets files in `folder` import what is beside them, and not what was beside other models."""
    for name in [name for name, where in _folders.items() if where != folder]:
        del _folders[name]
        sys.modules.pop(name, None)
