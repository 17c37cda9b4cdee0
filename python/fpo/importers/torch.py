"""PyTorch: modules and exported programs, through torch.export and torch-mlir."""

from __future__ import annotations

import contextlib
import functools
import gc
import os
import warnings
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from fpo.errors import FpoError
from fpo.importers import ImportedModule, Parameter, torch_dialect
from fpo.importers.requirements import require

# Constants of a program with so many elements at most are written into it.
_SMALL = 16


@contextlib.contextmanager
def _uncollected() -> Iterator[None]:
    """No garbage is collected: a trace makes much that lives, and that is looked at in vain."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


@_uncollected()
def import_torch(
    model: Any,
    *example_inputs: Any,
    kwargs: Mapping[str, Any] | None = None,
    dynamic_shapes: Any = None,
    strict: bool = False,
) -> ImportedModule:
    """A `torch.nn.Module` with example inputs, or a `torch.export.ExportedProgram` or its file.

    The module is taken in the mode that it is in: call `eval()` for inference. Inputs are tensors
    on any device, also "meta", and `kwargs` those that have names. `dynamic_shapes` is that of
    `torch.export.export`, for sizes that are to stay open. Parameters and buffers are arguments
    with `fpo.param`, before the inputs. Raises `FpoError` if PyTorch can't export the module.
    """
    torch = require("torch", "importing from PyTorch")
    program, name = model, f"<{type(model).__name__}>"
    if isinstance(model, (str, os.PathLike)):
        program, name = _load(model), os.fspath(model)
    if isinstance(model, torch.nn.Module):
        program = export(model, example_inputs, kwargs, dynamic_shapes, strict)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        program = program.run_decompositions(decompositions())
    parameters = _simplify(program)
    module, unsupported = torch_dialect.lower(program.graph)
    torch_dialect.mark_parameters(module, [each.index for each in parameters])
    return ImportedModule(
        torch_dialect.print_module(module),
        "torch",
        unsupported,
        name=name,
        parameters=tuple(parameters),
    )


def _load(path: str | os.PathLike) -> Any:
    """The program in a file that `torch.export.save` wrote."""
    import torch

    name = os.fspath(path)
    try:
        return torch.export.load(name)
    except OSError as error:
        raise FpoError.of(f"can't be read: {error.strerror}", name) from error
    except Exception as error:  # of zip files, of pickles, of versions
        reason = f"is no exported program: {_first_line(error)}"
        raise FpoError.of(reason, name) from error


def export(
    model: Any,
    example_inputs: Sequence[Any],
    kwargs: Mapping[str, Any] | None = None,
    dynamic_shapes: Any = None,
    strict: bool = False,
) -> Any:
    """`torch.export.export`, whose exceptions become an `FpoError`."""
    import torch

    try:
        with warnings.catch_warnings():
            # PyTorch warns of its own deprecated calls.
            warnings.simplefilter("ignore")
            return torch.export.export(
                model,
                tuple(example_inputs),
                dict(kwargs or {}),
                dynamic_shapes=dynamic_shapes,
                strict=strict,
            )
    except Exception as error:  # what user code raises can be anything
        name = type(model).__name__
        raise FpoError.of(f"torch.export can't export {name}: {_first_line(error)}") from error


@functools.cache
def decompositions() -> dict[Any, Any]:
    """Those of torch-mlir, but for two.

    A running sum becomes one of loops, not an op without a cost; the normalisation of a batch by
    known statistics multiplies by rsqrt, which is what kernels do, and does not divide by a root.
    """
    import torch

    require("torch_mlir", "importing from PyTorch")
    from torch_mlir.extras.fx_decomp_util import get_decomposition_table

    aten = torch.ops.aten
    return {
        **get_decomposition_table(),
        aten.cumsum.default: torch._refs.cumsum,
        aten._native_batch_norm_legit_no_training.default: _normalize_batch,
    }


def _normalize_batch(
    x: Any, weight: Any, bias: Any, mean: Any, variance: Any, momentum: float, epsilon: float
) -> tuple[Any, Any, Any]:
    import torch

    def channels(value: Any) -> Any:
        return value.view(-1, *[1] * (x.dim() - 2))

    y = (x - channels(mean)) * channels(torch.rsqrt(variance + epsilon))
    if weight is not None:
        y = y * channels(weight)
    if bias is not None:
        y = y + channels(bias)
    return y, x.new_empty(0), x.new_empty(0)


def keep_tensors(graph: Any) -> None:
    """Takes what is no tensor from the results of a graph and from its unused arguments."""
    import torch

    def is_tensor(each: Any) -> bool:
        return isinstance(each, torch.fx.Node) and isinstance(each.meta.get("val"), torch.Tensor)

    for node in list(graph.nodes):
        if node.op == "placeholder" and not node.users and not is_tensor(node):
            graph.erase_node(node)
        elif node.op == "output":
            node.args = (tuple(each for each in node.args[0] if is_tensor(each)),)


def _simplify(program: Any) -> list[Parameter]:
    """Leaves only tensors among arguments and results; says which arguments are parameters."""
    import torch

    keep_tensors(program.graph)
    signature = program.graph_signature
    state = {**signature.inputs_to_parameters, **signature.inputs_to_buffers}
    constants = signature.inputs_to_lifted_tensor_constants
    parameters, index = [], 0
    for node in list(program.graph.nodes):
        if node.op == "placeholder":
            name = state.get(node.name) or constants.get(node.name)
            value = node.meta.get("val")
            if isinstance(value, torch.Tensor) and name is not None:
                tensor = program.state_dict.get(name)
                tensor = program.constants.get(name) if tensor is None else tensor
                known = tensor is not None and tensor.device.type != "meta"
                if node.name in constants and known and tensor.numel() <= _SMALL:
                    node.replace_all_uses_with(tensor)
                    program.graph.erase_node(node)
                    continue
                parameters.append(_parameter(index, name, value, tensor))
            index += 1
    return parameters


def _parameter(index: int, name: str, value: Any, tensor: Any) -> Parameter:
    def get() -> Any:
        if tensor is None or tensor.device.type == "meta":
            raise FpoError.of(f"the parameter {name} has no values: it is on the device meta")
        return tensor.detach().cpu().contiguous().numpy()

    return Parameter(index, name, get)


def _first_line(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    return f"{type(error).__name__}: {lines[0]}" if lines else type(error).__name__
