"""Functions of PyTorch as graphs of what they compute, without what they write."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any


def trace_pure(function: Callable[..., Any], given: Sequence[Any]) -> Any:
    """A `torch.fx.GraphModule` of `function` on tensors like `given`, in simple ops.

    What is written into arguments is in the graph as what has been computed, and no more.
    """
    import torch
    from torch.fx import traceback
    from torch.fx.experimental.proxy_tensor import make_fx

    from fpo.importers.torch import decompositions

    pure = torch.func.functionalize(function, remove="mutations")
    table = {**decompositions(), torch.ops.aten.lerp.Scalar: _lerp}
    with traceback.preserve_node_meta():
        graph = make_fx(pure, table, tracing_mode="fake")(*given)
    nodes = graph.graph
    for node in nodes.find_nodes(op="call_function", target=torch.ops.aten.copy_.default):
        node.replace_all_uses_with(node.args[1])
        nodes.erase_node(node)
    # Optimizers tell the profiler of their steps.
    for node in reversed(nodes.nodes):
        if getattr(node.target, "namespace", "") == "profiler":
            nodes.erase_node(node)
    return graph


def _lerp(start: Any, end: Any, weight: float) -> Any:
    """As the kernels of ATen do it; PyTorch's own decomposition chooses for each element."""
    if abs(weight) < 0.5:
        return start + weight * (end - start)
    return end - (end - start) * (1 - weight)
