"""Names of a package that are imported when they are used first (PEP 562)."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from typing import Any


def attach(package: str, names: Mapping[str, str]) -> tuple[Callable, Callable]:
    """`__getattr__` and `__dir__` of `package`, for `names` and the modules in which they are."""

    def getattr_(name: str) -> Any:
        if name not in names:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(importlib.import_module(names[name]), name)

    def dir_() -> list[str]:
        return sorted(names)

    return getattr_, dir_
