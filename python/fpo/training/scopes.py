"""Which module an operation of a training step belongs to, while PyTorch traces it.

Forward, hooks of the modules say it. Backward, a node of autograd belongs to the module that was
running when the node was made, which its sequence number tells.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

#: What stands behind the path of a module where it is not in its forward pass.
BACKWARD, RECOMPUTED, OPTIMIZER = "(backward)", "(recomputed)", "(optimizer)"
#: In place of a module, what is computed of the model's output.
LOSS = "(loss)"


def join(*parts: str) -> str:
    """A path of those parts that are not empty."""
    return ".".join(part for part in parts if part)


def set_scope(meta: dict[str, Any], path: str) -> None:
    """Makes `path` the module of a node, or of what is traced next, by its metadata."""
    meta["nn_module_stack"] = {path: (path, "")}


class Scopes:
    """The scope that is being traced, for `torch.fx` to write beside each node."""

    def __init__(self) -> None:
        self._stack = [LOSS]
        self._is_backward = False
        # The paths of the forward pass, each from a sequence number on.
        self._starts: list[int] = []
        self._paths: list[str] = []

    @contextmanager
    def trace(self, model: Any = None) -> Iterator[None]:
        """Within, what is traced has a scope, and the modules of `model`, if given, tell theirs.

        What is outside of the model is the loss.
        """
        from torch.fx import traceback

        hooks = []
        for name, module in model.named_modules() if model is not None else ():
            hooks += [
                module.register_forward_pre_hook(lambda *_, name=name: self._enter(name)),
                # Also where a checkpoint has computed again what it wants, and ends there.
                module.register_forward_hook(lambda *_: self._leave(), always_call=True),
            ]
        try:
            with traceback.preserve_node_meta():
                self._tell()
                yield
        finally:
            for hook in hooks:
                hook.remove()

    @contextmanager
    def at(self, path: str) -> Iterator[None]:
        """Within, the module at `path` runs."""
        self._enter(path)
        try:
            yield
        finally:
            self._leave()

    @contextmanager
    def backward(self, loss: Any) -> Iterator[None]:
        """Within, the nodes of autograd that `loss` depends on say when they run."""
        pending, seen, hooks = [loss.grad_fn], set(), []
        while pending:
            node = pending.pop()
            if node is None or node in seen:
                continue
            seen.add(node)
            hooks.append(node.register_prehook(lambda _, node=node: self._run(node)))
            pending += [following for following, _ in node.next_functions]
        try:
            yield
        finally:
            for hook in hooks:
                hook.remove()

    def _run(self, node: Any) -> None:
        """A node of autograd runs."""
        index = bisect.bisect_right(self._starts, node._sequence_nr()) - 1
        self._stack = [self._paths[max(index, 0)]]
        self._is_backward = True
        self._tell()

    def _enter(self, path: str) -> None:
        self._stack.append(path)
        self._tell()

    def _leave(self) -> None:
        self._stack.pop()
        self._tell()

    def _tell(self) -> None:
        from torch.autograd import _get_sequence_nr
        from torch.fx import traceback

        path = self._stack[-1]
        if self._is_backward:
            traceback.current_meta["nn_module_stack"] = _Backward(path)
        else:
            self._starts.append(_get_sequence_nr())
            self._paths.append(path)
            set_scope(traceback.current_meta, path)


class _Backward:
    """The scope of a node that is traced after the forward pass; torch.fx takes a copy for each.

    What a checkpoint computes again is what has gradients then.
    """

    def __init__(self, path: str) -> None:
        self._path = path

    def __copy__(self) -> dict[str, Any]:
        import torch

        meta: dict[str, Any] = {}
        set_scope(meta, join(self._path, RECOMPUTED if torch.is_grad_enabled() else BACKWARD))
        return meta["nn_module_stack"]
