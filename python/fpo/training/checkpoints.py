"""Activation checkpointing: blocks of a model whose activations are computed again."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from fpo.errors import FpoError
from fpo.training.scopes import Scopes

#: In place of paths: each child of every outermost list of blocks.
EVERY = "auto"


def find_blocks(model: Any, chosen: Iterable[str]) -> tuple[str, ...]:
    """The paths of the modules of `model` that are blocks, in the order of the model.

    `chosen` has paths of modules. Of a `ModuleList` or a `Sequential` each child is a block; "auto"
    stands for all of these that lie in no other. Raises `FpoError` for what is no module.
    """
    import torch

    modules = dict(model.named_modules())
    lists = (torch.nn.ModuleList, torch.nn.Sequential)
    blocks: set[str] = set()

    def add(path: str) -> None:
        children = modules[path].named_children() if isinstance(modules[path], lists) else ()
        found = {f"{path}.{name}" if path else name for name, _ in children}
        blocks.update(found or {path})

    for path in chosen:
        if path == EVERY:
            outermost: list[str] = []
            for name, module in modules.items():
                inside = any(not each or name.startswith(f"{each}.") for each in outermost)
                if isinstance(module, lists) and len(module) and not inside:
                    outermost.append(name)
                    add(name)
        elif path in modules and path:
            add(path)
        else:
            near = ", ".join(list(modules)[1:9])
            raise FpoError.of(f"there is no module '{path}' to checkpoint; there are {near}, ...")
    if not blocks:
        raise FpoError.of("the model has no ModuleList or Sequential to checkpoint")
    return tuple(path for path in modules if path in blocks)


@contextmanager
def checkpointed(model: Any, blocks: Sequence[str], scopes: Scopes) -> Iterator[None]:
    """Within, each of `blocks` keeps its inputs alone, and is computed again on the way back."""
    from torch.utils.checkpoint import checkpoint

    def again(path: str, forward: Any) -> Any:
        def run(*arguments: Any, **named: Any) -> Any:
            with scopes.at(path):
                return forward(*arguments, **named)

        # What is drawn at random again may differ: it is only counted.
        return functools.partial(checkpoint, run, use_reentrant=False, preserve_rng_state=False)

    modules = [model.get_submodule(path) for path in blocks]
    before = [module.__dict__.get("forward") for module in modules]
    try:
        for path, module in zip(blocks, modules, strict=True):
            module.forward = again(path, module.forward)
        yield
    finally:
        for module, forward in zip(modules, before, strict=True):
            if forward is None:
                module.__dict__.pop("forward", None)
            else:
                module.forward = forward
