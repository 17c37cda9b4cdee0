"""ONNX: files and `onnx.ModelProto`, through torch-mlir's importer."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator
from typing import Any

from fpo.errors import FpoError
from fpo.importers import ImportedModule, Parameter, torch_dialect
from fpo.importers.requirements import require

# Ops that read sizes and settings, not weights, from constants.
_SETTINGS = {"Resize", "Upsample", "Pad", "Clip", "Range", "QuantizeLinear", "DequantizeLinear"}


def import_onnx(model: Any, *example_inputs: Any) -> ImportedModule:
    """An ONNX model or the path of one.

    Initializers are arguments with `fpo.param`, after the inputs; the values in files beside the
    model are not read. `example_inputs` (anything with a `shape`) say the sizes that the model
    leaves open, which otherwise stay dynamic. Raises `FpoError` for what is no right model.
    """
    onnx = require("onnx", "importing from ONNX")
    require("torch_mlir", "importing from ONNX")
    path = None if hasattr(model, "graph") else os.fspath(model)
    proto = _load(onnx, path) if path else _copy(model)
    _name_nodes(proto.graph)
    inputs = _set_shapes(proto.graph, example_inputs)
    lifted = _lift_initializers(onnx, proto.graph, os.path.dirname(path) if path else None)
    proto.graph.name = "main"
    try:
        proto = onnx.shape_inference.infer_shapes(proto, data_prop=True)
    except Exception as error:  # of protobuf, and of onnx
        raise FpoError.of(f"the shapes can't be inferred: {error}", path or "") from error
    parameters = tuple(
        Parameter(inputs + i, tensor.name, _reader(onnx, tensor, path))
        for i, tensor in enumerate(lifted)
    )
    module, unsupported = torch_dialect.lower_onnx(proto)
    torch_dialect.mark_parameters(module, [each.index for each in parameters])
    return ImportedModule(
        torch_dialect.print_module(module),
        "onnx",
        unsupported,
        name=path or "<onnx>",
        parameters=parameters,
    )


def _load(onnx: Any, path: str) -> Any:
    try:
        return onnx.load(path, load_external_data=False)
    except OSError as error:
        raise FpoError.of(f"can't be read: {error.strerror}", path) from error
    except Exception as error:  # google.protobuf.message.DecodeError
        raise FpoError.of(f"is no ONNX model: {error}", path) from error


def _copy(model: Any) -> Any:
    copy = type(model)()
    copy.CopyFrom(model)
    return copy


def _name_nodes(graph: Any) -> None:
    """Names the nodes by the modules of PyTorch that they came from, as far as an exporter says."""
    for node in graph.node:
        scopes = [p.value for p in node.metadata_props if p.key == "pkg.torch.onnx.name_scopes"]
        if scopes:
            path = [each for each in ast.literal_eval(scopes[0])[:-1] if each]
            module = path[-1] if path else ""
        else:
            module = _joined(node.name.split("/")[1:-1])
        if module or "/" in node.name:
            node.name = f"{module}.{node.op_type}" if module else node.op_type


def _joined(parts: list[str]) -> str:
    """`layer1/layer1.0/conv1` as `layer1.0.conv1`."""
    path = ""
    for part in parts:
        path = part if not path or part.startswith(f"{path}.") else f"{path}.{part}"
    return path


def _set_shapes(graph: Any, example_inputs: tuple[Any, ...]) -> int:
    """Gives the inputs the shapes of the examples; returns how many inputs there are."""
    initialized = {tensor.name for tensor in graph.initializer}
    inputs = [each for each in graph.input if each.name not in initialized]
    if example_inputs and len(example_inputs) != len(inputs):
        raise FpoError.of(f"the model has {len(inputs)} inputs, not {len(example_inputs)}")
    for declared, example in zip(inputs, example_inputs, strict=False):
        shape = declared.type.tensor_type.shape
        del shape.dim[:]
        for size in example.shape:
            shape.dim.add().dim_value = size
    # Older models declare initializers as inputs as well.
    del graph.input[:]
    graph.input.extend(inputs)
    return len(inputs)


def _lift_initializers(onnx: Any, graph: Any, directory: str | None) -> list[Any]:
    """Makes inputs of the initializers that are weights; the others stay, with their values."""
    settings = {name for node in graph.node if node.op_type in _SETTINGS for name in node.input[1:]}
    used = set(_read_names(graph))
    numbers = {onnx.TensorProto.FLOAT, onnx.TensorProto.DOUBLE, onnx.TensorProto.FLOAT16}
    numbers.add(onnx.TensorProto.BFLOAT16)
    lifted, kept = [], []
    for tensor in graph.initializer:
        count = 1
        for size in tensor.dims:
            count *= size
        weight = count > 16 or (tensor.data_type in numbers and len(tensor.dims) > 0)
        if tensor.name not in used:
            continue
        if weight and tensor.name not in settings and tensor.data_type != onnx.TensorProto.STRING:
            lifted.append(tensor)
            info = onnx.helper.make_tensor_value_info(tensor.name, tensor.data_type, tensor.dims)
            graph.input.append(info)
        else:
            if onnx.external_data_helper.uses_external_data(tensor):
                _load_values(onnx, tensor, directory)
            kept.append(tensor)
    del graph.initializer[:]
    graph.initializer.extend(kept)
    return lifted


def _read_names(graph: Any) -> Iterator[str]:
    for node in graph.node:
        yield from node.input
        for attribute in node.attribute:
            if attribute.HasField("g"):
                yield from _read_names(attribute.g)
    yield from (each.name for each in graph.output)


def _load_values(onnx: Any, tensor: Any, directory: str | None) -> None:
    try:
        onnx.external_data_helper.load_external_data_for_tensor(tensor, directory or "")
    except Exception as error:  # OSError, ValidationError
        raise FpoError.of(f"the values of {tensor.name} can't be read: {error}") from error


def _reader(onnx: Any, tensor: Any, path: str | None) -> Any:
    def read() -> Any:
        return onnx.numpy_helper.to_array(tensor, os.path.dirname(path) if path else "")

    return read
