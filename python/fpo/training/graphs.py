"""Programs of a training step.

`loss_program` is the forward pass up to the loss, from which fpo derives what the backward pass and
an optimizer cost (`fpo.analyze(..., training="adam")`). `joint_graph` is what PyTorch's autograd
executes: the forward and the backward pass in one program, with what activation checkpointing
computes again.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable
from typing import Any

from fpo.errors import FpoError
from fpo.importers import ImportedModule, Parameter
from fpo.importers.requirements import require
from fpo.training.checkpoints import checkpointed, find_blocks
from fpo.training.scopes import LOSS, Scopes, set_scope
from fpo.training.tracing import trace_pure

#: Losses by their names in `torch.nn.functional`; "sum" takes no target.
LOSSES = ("cross_entropy", "mse_loss", "l1_loss", "nll_loss", "sum")

# The model is this part of what computes the loss.
_MODEL = "model."


def loss_program(
    model: Any, *inputs: Any, loss: str | Callable = "cross_entropy"
) -> ImportedModule:
    """The forward pass of a `torch.nn.Module` and its loss.

    `inputs` are those of the model, then the target (none for "sum"); `loss` is one of `LOSSES`, or
    a function of the model's output and the target that returns a scalar. Raises `FpoError`.
    """
    from fpo.importers.torch import import_torch

    return import_torch(_with_loss(model, loss), *inputs)


def joint_graph(
    model: Any,
    *inputs: Any,
    loss: str | Callable = "cross_entropy",
    checkpoint: Iterable[str] = (),
) -> ImportedModule:
    """Forward and backward of a `torch.nn.Module` with a loss, as autograd executes them.

    The program returns the loss and the gradients of the parameters; those of inputs are not
    computed. Nothing is shared between the passes that the model does not save, so that what
    `torch.utils.checkpoint` computes again is in it twice. `checkpoint` names blocks that are to be
    computed again, as for `find_blocks`. Other arguments are as for `loss_program`.

    Locations are the paths of modules; in the backward pass `(backward)` stands behind them, and
    `(recomputed)` where a checkpoint is computed again. Raises `FpoError` if PyTorch can't trace
    the model.
    """
    from fpo.importers import torch_dialect
    from fpo.importers.torch import export, keep_tensors

    wrapped = _with_loss(model, loss)
    blocks = find_blocks(model, checkpoint) if checkpoint else ()
    scopes = Scopes()
    with warnings.catch_warnings(), checkpointed(model, blocks, scopes):
        warnings.simplefilter("ignore")
        try:
            graph = _trace(wrapped, inputs, scopes)
        except Exception as error:  # what looks at values can be exported, but not traced
            if blocks:  # which an exported program does not have
                reason = f"PyTorch can't trace the model with checkpoints: {error}"
                raise FpoError.of(reason) from error
            wrapped = export(wrapped, inputs).module(check_guards=False)
            try:
                graph = _trace(wrapped, inputs, Scopes(), exported=True)
            except Exception as error:
                raise FpoError.of(f"PyTorch can't trace the training: {error}") from error
    keep_tensors(graph.graph)
    parameters = tuple(
        Parameter(i, name.removeprefix(_MODEL), _reader(tensor))
        for i, (name, tensor) in enumerate(_state(wrapped))
    )
    module, unsupported = torch_dialect.lower(graph.graph, share=False)
    torch_dialect.mark_parameters(module, [each.index for each in parameters])
    text = torch_dialect.print_module(module)
    name = f"<training of {type(model).__name__}>"
    return ImportedModule(text, "torch", unsupported, name, parameters)


def _with_loss(model: Any, loss: str | Callable) -> Any:
    torch = require("torch", "counting training")
    if not isinstance(model, torch.nn.Module):
        raise FpoError.of(
            f"training is counted of a torch.nn.Module, not of a {type(model).__name__}"
        )
    if isinstance(loss, str) and loss not in LOSSES:
        raise FpoError.of(f"the loss '{loss}' is none of {', '.join(LOSSES)}")

    class WithLoss(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, *arguments: Any) -> Any:
            if loss == "sum":
                return (_tensor(self.model(*arguments)).sum(),)
            output, target = _tensor(self.model(*arguments[:-1])), arguments[-1]
            if not isinstance(loss, str):
                return (loss(output, target),)
            if loss in ("cross_entropy", "nll_loss") and output.dim() > 2:
                # Of sequences, each position has classes in the last dimension.
                output, target = output.reshape(-1, output.shape[-1]), target.reshape(-1)
            return (getattr(torch.nn.functional, loss)(output, target),)

    return WithLoss()


def _tensor(output: Any) -> Any:
    """The tensor that a model returns, or the first of several."""
    output = getattr(output, "logits", output)
    return output[0] if isinstance(output, (tuple, list)) else output


def _state(model: Any) -> list[tuple[str, Any]]:
    """The parameters and buffers of a module, those that are shared once."""
    return [*model.named_parameters(), *model.named_buffers()]


def _run_exported(model: Any, arguments: tuple[Any, ...], scopes: Scopes) -> Any:
    """The loss of an exported program, whose nodes know their modules."""
    from torch.fx import Interpreter

    from fpo.importers.torch_dialect import path_of

    class Scoped(Interpreter):
        def run_node(self, n: Any) -> Any:
            path = path_of(n)
            inside = f"{path}.".startswith(_MODEL)
            path = path.removeprefix(_MODEL.rstrip(".")).removeprefix(".") if inside else LOSS
            set_scope(n.meta, path)
            with scopes.at(path):
                return super().run_node(n)

    return Scoped(model).run(*arguments)[0]


def _trace(model: Any, inputs: tuple[Any, ...], scopes: Scopes, exported: bool = False) -> Any:
    """A graph of the loss and the gradients: arguments are the state of `model` and `inputs`.

    AOTAutograd would leave out what checkpoints compute again.
    """
    import torch
    from torch.fx import Interpreter
    from torch.fx.experimental.proxy_tensor import make_fx
    from torch.nn.attention import SDPBackend, sdpa_kernel

    class Step(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, *arguments: Any) -> Any:
            wanted = [each for each in self.model.parameters() if each.requires_grad]
            with scopes.trace(None if exported else self.model.model):
                if exported:
                    loss = _run_exported(self.model, arguments, scopes)
                else:
                    loss = self.model(*arguments)[0]
                with scopes.backward(loss):
                    gradients = torch.autograd.grad(loss, wanted, allow_unused=True)
            return (loss.detach(), *[each for each in gradients if each is not None])

    names, tensors = zip(*_state(model), strict=True) if _state(model) else ((), ())
    module = Step()

    def step(*arguments: Any) -> Any:
        state = {}
        for name, tensor, given in zip(names, tensors, arguments, strict=False):
            state[f"model.{name}"] = given.detach().requires_grad_(tensor.requires_grad)
        return torch.func.functional_call(module, state, arguments[len(names) :])

    given = (*[each.detach() for each in tensors], *inputs)
    # Attention in simpler ops: the fused kernels have backward passes that nothing lowers.
    with sdpa_kernel(SDPBackend.MATH):
        graph = make_fx(step, tracing_mode="fake")(*given)
    return trace_pure(Interpreter(graph).run, given)


def _reader(tensor: Any) -> Callable[[], Any]:
    def read() -> Any:
        if tensor is None or tensor.device.type == "meta":
            raise FpoError.of("the parameter has no values")
        return tensor.detach().cpu().contiguous().numpy()

    return read
