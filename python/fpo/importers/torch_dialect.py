"""Graphs of torch.fx as linalg on tensors, through torch-mlir.

torch-mlir's own pipelines end at the first op that they can't lower. Here such ops stay, in generic
form and on builtin types, as `torch.aten.NAME`: the program is a whole one, fpo names them as
unknown, and a rule can price them. Numbers among their operands become attributes that have the
names of the op's schema.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from fpo.errors import Diagnostic, FpoError
from fpo.importers import Unsupported
from fpo.importers.requirements import require
from fpo.importers.scatter import lower_scatters

# A dialect that no context knows: ops of `torch` would be verified, and want torch's types.
_FOREIGN = "foreign_torch"

_QUANTIZED = "builtin.module(func.func(torch-match-quantized-custom-ops))"
_FROM_ONNX = "builtin.module(func.func(convert-torch-onnx-to-torch))"
_SHAPES = (
    "torch-reify-shape-calculations,inline,func.func(torch-simplify-shape-calculations,cse,"
    "torch-simplify-shape-calculations,torch-drop-abstract-interp-calculations"
)
_REFINE_ONNX = (
    f"builtin.module(func.func(torch-decompose-complex-ops,canonicalize),{_SHAPES},"
    f"torch-scalarize-shapes),{_SHAPES}),torch-refine-public-return)"
)
_TO_BACKEND = (
    "builtin.module(inline,func.func(torch-reduce-op-variants,canonicalize,"
    "torch-decompose-complex-ops{{legal-ops={legal}}},torch-recompose-complex-ops,canonicalize))"
)
# torch-backend-to-linalg-on-tensors-backend-pipeline without the check at its end.
_TO_LINALG = (
    "builtin.module(func.func(torch-restructure-non-constant-axes,torch-fuse-quantized-ops,"
    "convert-torch-to-tmtensor{allow-non-finites=true},canonicalize,"
    "convert-torch-to-linalg{allow-non-finites=true},canonicalize,"
    "convert-torch-to-scf,convert-torch-to-arith,convert-torch-to-tensor),"
    "convert-torch-conversion-to-mlprogram,"
    "func.func(memref-expand,canonicalize,resolve-shaped-type-result-dims,cse))"
)
_TO_BUILTIN_TYPES = (
    "builtin.module(torch-func-backend-type-conversion,func.func(canonicalize,"
    "torch-finalizing-backend-type-conversion,canonicalize,cse))"
)
_FAILED = re.compile(r"failed to legalize operation '([\w.]+)'")
# Each turn sets one kind of op apart; no model has more kinds of unsupported ops.
_MOST_TURNS = 64


def lower(
    graph: Any, name: str = "main", share: bool = True
) -> tuple[Any, tuple[Unsupported, ...]]:
    """The module of `torch_mlir` that a graph of torch.fx becomes, and what was not lowered.

    Every placeholder of `graph` is an argument, in order. Locations are the paths of the modules
    that the nodes came from, around the name of the op. With `share`, what is computed twice is
    computed once. Raises `FpoError` with what torch-mlir
    says.
    """
    require("torch_mlir", "importing from PyTorch")
    lowering = _Lowering(share)
    try:
        lowering.import_graph(graph, name)
    except (NotImplementedError, AssertionError, RuntimeError, TypeError, ValueError) as error:
        raise FpoError.of(f"torch-mlir can't import the graph: {error}") from error
    return lowering.run()


def lower_onnx(model: Any) -> tuple[Any, tuple[Unsupported, ...]]:
    """The same of an `onnx.ModelProto` with shapes; what is not lowered is `torch.onnx.NAME`."""
    lowering = _Lowering()
    try:
        lowering.import_onnx(model)
    except Exception as error:  # noqa: BLE001 the importer raises plain exceptions
        raise FpoError.of(f"torch-mlir can't import the model: {error}") from error
    return lowering.run(_FROM_ONNX)


def mark_parameters(module: Any, indices: Sequence[int]) -> None:
    """Gives the arguments `indices` of the first function of a module the attribute `fpo.param`."""
    from torch_mlir import ir

    function = next(op for op in module.body.operations if op.operation.name == "func.func")
    chosen = set(indices)
    with module.context:
        mark = {"fpo.param": ir.UnitAttr.get()}
        count = len(function.regions[0].blocks[0].arguments)
        attributes = [ir.DictAttr.get(mark if i in chosen else {}) for i in range(count)]
        if chosen:
            function.attributes["arg_attrs"] = ir.ArrayAttr.get(attributes)


def print_module(module: Any) -> bytes:
    """The text of a module that `lower` made, with locations; large constants are elided."""
    generic = any(op.name.startswith("tm_tensor.") for op in _walk(module.operation))
    text = module.operation.get_asm(
        large_elements_limit=16,
        large_resource_limit=16,
        enable_debug_info=True,
        print_generic_op_form=generic,
        assume_verified=True,
    )
    return text.replace(f'"{_FOREIGN}.', '"torch.').encode()


def path_of(node: Any) -> str:
    """The path of the module that a node of torch.fx came from, such as `layers.3.attn`."""
    stack = node.meta.get("nn_module_stack") or node.meta.get("fwd_nn_module_stack")
    if not stack:
        return ""
    path = list(stack.values())[-1][0]
    return re.sub(r"^L\['self'\]\.?", "", path)


def _walk(operation: Any) -> Iterator[Any]:
    for region in operation.regions:
        for block in region.blocks:
            for op in list(block.operations):
                yield from _walk(op.operation)
                yield op.operation


class _Lowering:
    def __init__(self, share: bool = True) -> None:
        from torch_mlir import ir
        from torch_mlir.dialects import torch as torch_dialect

        self.ir = ir
        self.share = share
        self.context = ir.Context()
        torch_dialect.register_dialect(self.context)
        self.context.allow_unregistered_dialects = True
        self.context.emit_error_diagnostics = True
        self.said: list[Diagnostic] = []
        self.handler = self.context.attach_diagnostic_handler(self._hear)
        self.unsupported: list[tuple[str, str]] = []

    def _hear(self, diagnostic: Any) -> bool:
        self.said.append(
            Diagnostic(
                str(diagnostic.severity).rsplit(".", 1)[-1].lower(),
                _readable(diagnostic.location),
                diagnostic.message.split(": %")[0],
            )
        )
        return True

    def import_graph(self, graph: Any, name: str) -> None:
        from torch_mlir.extras.fx_importer import ContextCache, FxImporter

        class Located(ContextCache):
            """Locations are paths of modules instead of lines of Python."""

            def get_node_location(self, node: Any) -> Any:
                if node.op not in ("call_function", "placeholder"):
                    return None
                what = getattr(node.target, "_opname", None) or node.name
                inner = _ir.Location.name(what, context=self._c)
                path = path_of(node)
                return _ir.Location.name(path, inner, context=self._c) if path else inner

        _ir = self.ir
        importer = FxImporter(context=self.context)
        importer._cc = Located(self.context, py_attr_tracker=importer._py_attr_tracker)
        importer.import_stateless_graph(graph, func_name=name)
        self.module = importer.module
        names = [node.name for node in graph.nodes if node.op == "placeholder"]
        function = self.module.body.operations[0]
        for argument, each in zip(function.regions[0].blocks[0].arguments, names, strict=True):
            argument.set_location(self.ir.Location.name(each, context=self.context))

    def import_onnx(self, model: Any) -> None:
        from torch_mlir.extras import onnx_importer

        info = onnx_importer.ModelInfo(model, config=onnx_importer.Config())
        self.module = info.create_module(context=self.context)
        operation = self.module.operation
        onnx_importer.NodeImporter.define_function(info.main_graph, operation).import_all()

    def run(self, first: str = _QUANTIZED) -> tuple[Any, tuple[Unsupported, ...]]:
        self._pass(first)
        self._load_casts()
        self._set_apart(lambda op: op.name == "torch.operator")
        if first == _FROM_ONNX:
            self._pass(_REFINE_ONNX)
        legal: set[str] = set()
        self._stage(lambda: _TO_BACKEND.format(legal=",".join(sorted(legal))), legal)
        self._stage(lambda: _TO_LINALG, None)
        self._set_apart(lambda op: True)
        self._pass(_TO_BUILTIN_TYPES)
        lower_scatters(self.module)
        counts = Counter(self.unsupported)
        found = tuple(Unsupported(op, location, n) for (op, location), n in counts.items())
        return self.module, found

    def _load_casts(self) -> None:
        """Loads the dialect torch_c, which only the passes that need it do."""
        module, self.module = self.module, self.ir.Module.parse("module {}", self.context)
        self._pass("builtin.module(func.func(convert-torch-to-tensor))")
        self.module = module

    def _stage(self, pipeline: Any, legal: set[str] | None) -> None:
        """Runs a pipeline; what fails is set apart (or kept, with `legal`), and it is run again."""
        failed: tuple[str, str] | None = None
        for _ in range(_MOST_TURNS):
            before = self.module.operation.clone()
            error = self._try(pipeline())
            if error is None:
                return
            again = self._failed_op()
            if again is None or again == failed:
                raise error
            failed = again
            text = before.get_asm(enable_debug_info=True, print_generic_op_form=True)
            self.module = self.ir.Module.parse(text, context=self.context)
            name, location = failed
            if legal is not None and name:
                legal.add(name.removeprefix("torch."))
            else:
                self._set_apart(functools.partial(_is_at, name, location))
        raise error

    def _failed_op(self) -> tuple[str, str] | None:
        """The op that a pass could not lower, or lowered to what is not right: name, location."""
        for diagnostic in self.said:
            if match := _FAILED.search(diagnostic.message):
                return match[1], diagnostic.location
        errors = [each for each in self.said if each.severity == "error" and each.location]
        return ("", errors[0].location) if errors else None

    def _try(self, pipeline: str) -> FpoError | None:
        from torch_mlir.passmanager import PassManager

        self.said.clear()
        if not self.share:
            pipeline = pipeline.replace(",cse", "")
        try:
            with self.context:
                PassManager.parse(pipeline).run(self.module.operation)
            return None
        except Exception as error:  # noqa: BLE001 the bindings raise several kinds
            errors = tuple(d for d in self.said if d.severity == "error")
            return FpoError(*errors) if errors else FpoError.of(f"torch-mlir failed: {error}")

    def _pass(self, pipeline: str) -> None:
        error = self._try(pipeline)
        if error is not None:
            raise error

    def _set_apart(self, chosen: Any) -> None:
        """Makes of each chosen op of the torch dialect a foreign op on builtin types."""
        for op in _walk(self.module.operation):
            if not op.name.startswith("torch.") or not chosen(op):
                continue
            if op.name.startswith(("torch.constant.", "torch.prim.List")) or not op.results:
                continue
            self._make_foreign(op)

    def _make_foreign(self, op: Any) -> None:
        ir = self.ir
        name = op.name
        if name == "torch.operator":
            name = ir.StringAttr(op.attributes["name"]).value
        with ir.InsertionPoint(op), op.location:
            operands, attributes = [], {}
            names = _parameters(name, len(op.operands))
            for parameter, value in zip(names, op.operands, strict=False):
                self._add_operand(value, parameter, operands, attributes)
            results = [_builtin(ir, result.type) for result in op.results]
            foreign = ir.Operation.create(
                f"{_FOREIGN}.{name.removeprefix('torch.')}",
                results=results,
                operands=operands,
                attributes=attributes,
            )
            for result, made in zip(op.results, foreign.results, strict=True):
                kind = "tensor" if isinstance(made.type, ir.ShapedType) else str(made.type)
                cast = "torch_c.from_builtin_tensor" if kind == "tensor" else f"torch_c.from_{kind}"
                back = ir.Operation.create(cast, results=[result.type], operands=[made])
                result.replace_all_uses_with(back.results[0])
        self.unsupported.append((name, _readable(op.location)))
        op.erase()

    def _add_operand(self, value: Any, parameter: str, operands: list, attributes: dict) -> None:
        ir = self.ir
        constant = self._constant(value)
        if constant is not None:
            attributes[parameter] = constant
            return
        kind = str(value.type)
        owner = getattr(value.owner, "operation", None)
        if kind.startswith("!torch.list") and owner and owner.name == "torch.prim.ListConstruct":
            for each in owner.operands:
                self._add_operand(each, parameter, operands, attributes)
        elif kind != "!torch.none":
            target = _builtin(ir, value.type)
            tensor = isinstance(target, ir.ShapedType)
            cast = "torch_c.to_builtin_tensor" if tensor else f"torch_c.to_{target}"
            operands.append(
                ir.Operation.create(cast, results=[target], operands=[value]).results[0]
            )

    def _constant(self, value: Any) -> Any:
        """The attribute that a constant, or a list of constants, is."""
        owner = getattr(value.owner, "operation", None)
        if owner is None:
            return None
        if owner.name == "torch.prim.ListConstruct" and len(owner.operands):
            elements = [self._constant(each) for each in owner.operands]
            known = all(each is not None for each in elements)
            return self.ir.ArrayAttr.get(elements) if known else None
        if owner.name.startswith("torch.constant.") and "value" in owner.attributes:
            return owner.attributes["value"]
        return None


def _is_at(name: str, location: str, op: Any) -> bool:
    return name in ("", op.name) and _readable(op.location) == location


def _parameters(name: str, count: int) -> list[str]:
    """The names of an op's parameters by its schema in PyTorch, or numbers if there is none."""
    import torch

    parts = name.split(".")
    try:
        packet = getattr(getattr(torch.ops, parts[1]), parts[2])
        overload = getattr(packet, parts[3] if len(parts) > 3 else "default")
        names = [argument.name for argument in overload._schema.arguments]
    except (AttributeError, IndexError):
        names = []
    return names + [f"operand{i}" for i in range(len(names), count)]


def _builtin(ir: Any, kind: Any) -> Any:
    """The builtin type of a tensor or a number of the torch dialect."""
    text = str(kind)
    scalar = {"!torch.int": "i64", "!torch.float": "f64", "!torch.bool": "i1"}.get(text)
    if scalar:
        return ir.Type.parse(scalar, kind.context)
    match = re.fullmatch(r"!torch\.v?tensor<(?:\[([^\]]*)\]|\*),(.*)>", text)
    if match is None:
        raise FpoError.of(f"an op that torch-mlir doesn't lower has a value of type {text}")
    dims, element = match.groups()
    element = re.sub(r"^[su](i\d+)", r"\1", element)
    shape = "*x" if dims is None else "".join(f"{d}x" for d in dims.split(",") if d)
    return ir.Type.parse(f"tensor<{shape}{element}>", kind.context)


def _readable(location: Any) -> str:
    """A location as a path: `layer1.0.conv1`, or `file:line:column`."""
    text = str(location)
    match = re.match(r'loc\("([^"]*)"(?::(\d+):(\d+))?', text)
    if match is None:
        return "" if text == "loc(unknown)" else text
    return ":".join(filter(None, match.groups()))
