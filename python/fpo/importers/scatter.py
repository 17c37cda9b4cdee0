"""Scatters of torch-mlir as loops, so that what they cost is known."""

from __future__ import annotations

from typing import Any

#: The op, and how it combines what is there with what comes.
_SCATTER, _YIELD = "tm_tensor.scatter", "tm_tensor.yield"


def lower_scatters(module: Any) -> None:
    """Makes of each `tm_tensor.scatter` of a module a call of a function that has its loops.

    A row of indices says where a slice of the updates begins, in the dimensions of
    `dimension_map`; each of its elements is combined with the one that is there. What this does not
    understand stays: an op that fpo names as unknown.
    """
    from torch_mlir import ir

    scatters: list[Any] = []

    def collect(op: Any) -> Any:
        if op.name == _SCATTER:
            scatters.append(op)
        return ir.WalkResult.ADVANCE

    module.operation.walk(collect)
    for number, op in enumerate(scatters):
        text = _function(f"scatter_{number}", op)
        if text is None:
            continue
        parsed = ir.Module.parse(text, module.context)
        function = parsed.body.operations[0].operation
        _locate(function, op.location)
        function.detach_from_parent()
        module.body.append(function)
        with ir.InsertionPoint(op), op.location:
            call = ir.Operation.create(
                "func.call",
                results=[op.results[0].type],
                operands=list(op.operands),
                attributes={"callee": ir.FlatSymbolRefAttr.get(f"scatter_{number}")},
            )
        op.results[0].replace_all_uses_with(call.results[0])
        op.erase()


def _locate(function: Any, location: Any) -> None:
    from torch_mlir import ir

    def move(op: Any) -> Any:
        op.location = location
        return ir.WalkResult.ADVANCE

    function.walk(move)


def _function(name: str, op: Any) -> str | None:
    """The function that does what `op` does, as text; None if there is no such."""
    updates, indices, original = (operand.type for operand in op.operands)
    # Loops from 0 to sizes that are known.
    if not all(each.has_static_shape for each in (updates, indices, original)):
        return None
    combined = _combine(op)
    if combined is None or len(op.results) != 1:
        return None
    rank, window = len(original.shape), len(updates.shape) - 1
    starts = {int(dim): k for k, dim in enumerate(op.attributes["dimension_map"])}
    loops = [f"%i{dim}" for dim in range(window + 1)]
    lines, places = [], []
    for k in range(len(starts)):
        lines.append(f"%c{k} = arith.constant {k} : index")
        lines.append(f"%n{k} = tensor.extract %indices[%i0, %c{k}] : {indices}")
        lines.append(f"%s{k} = arith.index_cast %n{k} : {indices.element_type} to index")
    for dim in range(rank):
        within = loops[1 + dim - (rank - window)] if dim >= rank - window else None
        if within and dim in starts:
            lines.append(f"%p{dim} = arith.addi %s{starts[dim]}, {within} : index")
            places.append(f"%p{dim}")
        elif within or dim in starts:
            places.append(within or f"%s{starts[dim]}")
        else:
            return None
    at = ", ".join(places)
    lines.append(f"%update = tensor.extract %updates[{', '.join(loops)}] : {updates}")
    lines.append(f"%old = tensor.extract %t{window}[{at}] : {original}")
    compute, new = combined
    lines += compute
    lines.append(f"%to = tensor.insert {new} into %t{window}[{at}] : {original}")
    body = "\n".join(lines)
    value = "%to"
    for dim, size in reversed(list(enumerate(updates.shape))):
        before = f"%t{dim - 1}" if dim else "%original"
        body = (
            f"%r{dim} = scf.for {loops[dim]} = %zero to %size{dim} step %one "
            f"iter_args(%t{dim} = {before}) -> ({original}) {{\n{body}\n"
            f"scf.yield {value} : {original}\n}}"
        )
        value = f"%r{dim}"
        body = f"%size{dim} = arith.constant {size} : index\n{body}"
    return (
        f"func.func private @{name}(%updates: {updates}, %indices: {indices}, "
        f"%original: {original}) -> {original} {{\n"
        f"%zero = arith.constant 0 : index\n%one = arith.constant 1 : index\n"
        f"{body}\nreturn {value} : {original}\n}}"
    )


def _combine(op: Any) -> tuple[list[str], str] | None:
    """Ops of arith that combine `%update` and `%old`, and the name of what comes out."""
    block = op.regions[0].blocks[0]
    *inner, last = (each.operation for each in block.operations)
    update, old = block.arguments
    names = {update: "%update", old: "%old"}
    lines = []
    for number, each in enumerate(inner):
        operands = [names.get(operand) for operand in each.operands]
        if not each.name.startswith("arith.") or len(each.results) != 1 or None in operands:
            return None
        names[each.results[0]] = f"%v{number}"
        lines.append(f"%v{number} = {each.name} {', '.join(operands)} : {each.results[0].type}")
    if last.name != _YIELD or last.operands[0] not in names:
        return None
    return lines, names[last.operands[0]]
