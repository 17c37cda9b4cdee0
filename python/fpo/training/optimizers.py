"""Optimizers of PyTorch: the step that they make, as a program."""

from __future__ import annotations

import functools
import warnings
from collections.abc import Callable
from typing import Any

from fpo.errors import FpoError
from fpo.importers import ImportedModule
from fpo.importers.requirements import require
from fpo.training.scopes import OPTIMIZER, join, set_scope
from fpo.training.tracing import trace_pure

# The step that is counted: warm-up, such as RAdam's, has passed.
_STEP = 10_000
# What fpo calls otherwise than torch.optim.
_ALIASES: dict[str, tuple[str, dict[str, Any]]] = {"momentum": ("SGD", {"momentum": 0.9})}


def find_optimizer(name: str) -> Callable[..., Any]:
    """The optimizer of `torch.optim` of that name, in any case; "momentum" is SGD with it.

    Raises `FpoError` if there is none.
    """
    torch = require("torch", "counting training")
    known = {
        each.lower(): getattr(torch.optim, each)
        for each in dir(torch.optim)
        if isinstance(getattr(torch.optim, each), type) and each != "Optimizer"
    }
    found, options = _ALIASES.get(name, (name, {}))
    if found.lower() not in known:
        names = ", ".join(sorted([*known, *_ALIASES]))
        raise FpoError.of(f"the optimizer '{name}' is none of {names}")
    return functools.partial(known[found.lower()], **options)


def optimizer_program(model: Any, optimizer: str | Callable[..., Any]) -> ImportedModule:
    """What a step of an optimizer computes for the parameters of a `torch.nn.Module`.

    `optimizer` makes a `torch.optim.Optimizer` of a list of parameters: a class, or a function such
    as `functools.partial(torch.optim.SGD, lr=0.1, momentum=0.9)`, or a name for `find_optimizer`.
    The program is a step in the midst of a training, which has a state: it takes each parameter
    that has gradients, its gradient and its state, and returns the parameter and its new state.
    What is the same for all elements, such as the powers of Adam's decay, PyTorch computes in
    Python, and is not in it. Locations are the paths of the parameters' modules, with `(optimizer)`
    behind. Raises `FpoError` if PyTorch can't trace the step, as of optimizers that evaluate the
    model again or look at values.
    """
    from fpo.importers import torch_dialect

    require("torch", "counting training")
    make = find_optimizer(optimizer) if isinstance(optimizer, str) else optimizer
    named = [(name, each) for name, each in model.named_parameters() if each.requires_grad]
    if not named:
        raise FpoError.of("the model has no parameter with a gradient")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            graph, owners = _trace(make, named)
        except Exception as error:
            what = optimizer if isinstance(optimizer, str) else _name(make)
            reason = f"{type(error).__name__}: {error}"
            if type(error).__name__.startswith("DataDependent"):
                reason = f"what it does depends on values ({error})"
            raise FpoError.of(f"a step of {what} can't be traced: {reason}") from error
    _locate(graph, owners)
    module, unsupported = torch_dialect.lower(graph.graph, share=False)
    text = torch_dialect.print_module(module)
    return ImportedModule(text, "torch", unsupported, f"<step of {_name(make)}>")


def _name(make: Callable[..., Any]) -> str:
    inner = make.func if isinstance(make, functools.partial) else make
    return getattr(inner, "__name__", type(inner).__name__)


def _trace(make: Callable[..., Any], named: list[tuple[str, Any]]) -> tuple[Any, list[str]]:
    """A graph of a step, and of each of its arguments the parameter that it belongs to."""
    import torch
    from torch._subclasses.fake_tensor import FakeTensorMode

    def empty(like: Any) -> Any:
        return torch.empty(like.shape, dtype=like.dtype)

    with FakeTensorMode(), _constant_scalars():
        parameters = [empty(each).requires_grad_() for _, each in named]
        optimizer = make(parameters)
        for group in optimizer.param_groups:
            # One parameter after the other, which computes the same.
            group.update({key: False for key in ("foreach", "fused") if key in group})
        for each in parameters:
            each.grad = empty(each)
        optimizer.step()
        groups = [dict(group) for group in optimizer.param_groups]
        states = [dict(optimizer.state.get(each, {})) for each in parameters]
        given, owners = [], []
        for (name, _), parameter, state in zip(named, parameters, states, strict=True):
            kept = [value for value in state.values() if _is_array(value)]
            given += [parameter.detach(), parameter.grad, *kept]
            owners += [name] * (2 + len(kept))

        def step(*tensors: Any) -> Any:
            left = iter(tensors)
            renewed, state_of = {}, {}
            for parameter, state in zip(parameters, states, strict=True):
                new = renewed[parameter] = next(left)
                new.grad = next(left)
                state_of[new] = {
                    key: next(left) if _is_array(value) else _again(key, value)
                    for key, value in state.items()
                }
            optimizer.state.clear()
            optimizer.state.update(state_of)
            for group, before in zip(optimizer.param_groups, groups, strict=True):
                group.update(before)
                group["params"] = [renewed[each] for each in before["params"]]
            optimizer.step()
            kept = [
                after[key]
                for after, state in zip(state_of.values(), states, strict=True)
                for key, value in state.items()
                if _is_array(value)
            ]
            return (*renewed.values(), *kept)

        graph = trace_pure(step, given)
    # What was computed of numbers alone.
    graph.graph.eliminate_dead_code()
    return graph, owners


def _constant_scalars() -> Any:
    """A mode in which new tensors without dimensions are constants, also where others are fake."""
    import torch
    from torch.overrides import TorchFunctionMode

    values = {torch.zeros: 0.0, torch.ones: 1.0}

    class ConstantScalars(TorchFunctionMode):
        def __torch_function__(
            self, func: Any, types: Any, args: Any = (), kwargs: Any = None
        ) -> Any:
            named = kwargs or {}
            if func in values and args in (((),), ([],)):
                return torch.tensor(values[func], dtype=named.get("dtype"))
            return func(*args, **named)

    return ConstantScalars()


def _is_array(value: Any) -> bool:
    """Whether a part of a parameter's state is a tensor that each step computes anew."""
    import torch

    return isinstance(value, torch.Tensor) and getattr(value, "constant", None) is None


def _again(key: str, value: Any) -> Any:
    """A number of a parameter's state, as a constant of the trace."""
    import torch

    if key == "step":
        return torch.tensor(float(_STEP)) if isinstance(value, torch.Tensor) else _STEP
    return torch.tensor(value.item()) if isinstance(value, torch.Tensor) else value


def _locate(graph: Any, owners: list[str]) -> None:
    """Gives each node the module of the parameter that it first speaks of."""
    owner_of: dict[Any, str | None] = {}
    arguments = iter(owners)
    for node in graph.graph.nodes:
        if node.op == "placeholder":
            owner_of[node] = next(arguments)
            continue
        found = (owner_of.get(each) for each in node.all_input_nodes)
        owner = owner_of[node] = next(filter(None, found), None)
        path = owner.rpartition(".")[0] if owner else ""
        set_scope(node.meta, join(path, OPTIMIZER))
