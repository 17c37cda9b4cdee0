"""Programs as code of this process: compiled and tuned, called on arrays without copies."""

from __future__ import annotations

import ctypes
import math
import os
import weakref
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from fpo.errors import FpoError

if TYPE_CHECKING:
    from fpo import _fpo

#: What NumPy, or ml_dtypes, calls the element types of MLIR.
_DTYPES = {
    "f64": "float64",
    "f32": "float32",
    "f16": "float16",
    "bf16": "bfloat16",
    "f8E4M3FN": "float8_e4m3fn",
    "f8E5M2": "float8_e5m2",
    "i1": "bool",
    "index": "int64",
} | {
    f"{sign}i{bits}": f"{'u' if sign == 'u' else ''}int{bits}"
    for sign in ("", "s", "u")
    for bits in (8, 16, 32, 64)
}
_ALIGNMENT = 64  # bytes, a line of caches


@dataclass(frozen=True)
class ArrayType:
    """What a program takes or returns: `shape` has None for sizes that are known at run time only,
    and is () for scalars."""

    dtype: np.dtype
    shape: tuple[int | None, ...]

    @classmethod
    def of(cls, value: _fpo.Value) -> ArrayType:
        """The type of a compiled function's value. Raises `FpoError` if NumPy has none."""
        name = _DTYPES.get(value.element)
        if name is None:
            raise FpoError.of(f"elements of type {value.element} have no type of NumPy")
        try:
            dtype = np.dtype(name)
        except TypeError:
            import ml_dtypes

            dtype = np.dtype(getattr(ml_dtypes, name))
        return cls(dtype, tuple(None if size < 0 else size for size in value.shape or ()))

    def __str__(self) -> str:
        sizes = ", ".join("?" if size is None else str(size) for size in self.shape)
        return f"{self.dtype.name}[{sizes}]"


def compile(
    model: Any,
    *example_inputs: Any,
    inputs: int | None = None,
    entry: str | None = None,
    target: str = "host",
    threads: int | None = None,
    tune: int | None = None,
    tuning_db: str | os.PathLike | None = None,
    winograd: bool = False,
    on_progress: Callable[[_fpo.TuningProgress], None] | None = None,
    **options: Any,
) -> CompiledProgram:
    """`model` as code of this process, for `target`, which this machine must be able to run.

    The last `inputs` arguments of the program are its inputs, the others parameters; without,
    arguments that are marked with `fpo.param` are parameters. `entry` is the function that is
    called, if the program has several. `threads` share large loops; by default as many as
    OMP_NUM_THREADS says, or as there are cores. `tune` schedules of each kernel are measured first,
    and kept in the file `tuning_db` ("none": what comes with fpo is used alone); `winograd` lets
    convolutions be computed by Winograd's method. `example_inputs` and `options` are those of
    `fpo.importers.import_model`. Raises `FpoError`.

    `on_progress` is told before schedules are measured: `kernel` of `num_kernels`, `trial` of
    `num_trials`, `best`, the seconds of its fastest run so far (0: none), and `seconds_left`.
    `fpo.progress.show_tuning()` makes a bar of that. What it raises, or an interrupt, ends the
    tuning; what was measured is kept, and the next time it goes on from there.
    """
    from fpo import _fpo, tools
    from fpo.importers import import_model

    module = import_model(model, *example_inputs, **options)
    database = None if tuning_db is None else os.fspath(tuning_db)
    runner = tools.find("fpo-run") if tune else ""
    code = _fpo.compile(
        module.bytecode,
        module.name,
        target,
        inputs,
        winograd,
        tune or 0,
        database,
        runner,
        on_progress,
    )
    functions = {one.name: one for one in code.functions}
    if entry is None and len(functions) == 1:
        (entry,) = functions
    if entry not in functions:
        known = ", ".join(functions) or "none"
        asked = "no entry is given" if entry is None else f"there is no function '{entry}'"
        raise FpoError.of(f"{asked}; the functions are: {known}", module.name)
    program = CompiledProgram(code, functions[entry], threads)
    parameters = getattr(module, "parameters", ())
    if program.parameters and len(parameters) == len(program.parameters):
        program.init(*(one.value() for one in sorted(parameters, key=lambda one: one.index)))
    return program


class CompiledProgram:
    """A function of a program, as code. `init` gives it the parameters, once; calls take inputs.

    Several threads can call it at once.
    """

    def __init__(self, code: _fpo.Code, function: _fpo.Function, threads: int | None = None):
        if threads is not None and threads < 1:
            raise ValueError(f"there must be at least one thread, not {threads}")
        self._code = code
        self._function = function
        self._threads = threads
        #: The types of what `init` takes, of what a call takes, and of what it returns.
        self.parameters = tuple(map(ArrayType.of, function.parameters))
        self.inputs = tuple(map(ArrayType.of, function.inputs))
        self.results = tuple(map(ArrayType.of, function.results))
        self._state: int | None = None
        self._kept: tuple[np.ndarray, ...] = ()
        sizes = [ctypes.c_int64] * function.num_sizes
        pointers = ctypes.POINTER(ctypes.c_void_p)
        self._run = self._lookup("", ctypes.c_int32, ctypes.c_void_p, pointers, pointers, *sizes)
        self._message = self._lookup("_error_message", ctypes.c_char_p, ctypes.c_int32)
        if sizes:
            self._result_sizes = self._lookup(
                "_result_sizes", None, ctypes.POINTER(ctypes.c_int64), *sizes
            )
        if function.has_state and not self.parameters:
            self.init()

    def __repr__(self) -> str:
        def show(types: Sequence[ArrayType]) -> str:
            return ", ".join(map(str, types))

        return f"<{self._function.name}({show(self.inputs)}) -> ({show(self.results)})>"

    def init(self, *parameters: Any) -> CompiledProgram:
        """Takes the parameters, and does once what depends on them alone. Returns this program.

        They are arrays like those of a call, and are kept: what is written to them later is seen in
        part. Raises `TypeError` and `ValueError` if they are not of `self.parameters`.
        """
        kept = _arrays("parameter", parameters, self.parameters)
        self._kept = tuple(kept)
        if not self._function.has_state:
            return self
        make = self._lookup("_init", ctypes.c_void_p, ctypes.POINTER(ctypes.c_void_p))
        free = self._lookup("_free", None, ctypes.c_void_p)
        state = self._with_threads(lambda: make(_pointers(kept)))
        if not state:
            raise MemoryError("the parameters could not be prepared: there is not enough memory")
        self._state = state
        weakref.finalize(self, _release, free, state, self._code, kept)
        return self

    def __call__(self, *inputs: Any) -> Any:
        """Runs the program on `inputs`: arrays of NumPy, or anything with `__dlpack__` on the CPU,
        in row-major order, which are not copied; numbers, where it takes scalars.

        Returns a NumPy array, or a tuple of them if there are several results. Raises `TypeError`
        for other types or another number of inputs, `ValueError` for other shapes or orders, and
        `FpoError` if an assertion of the program fails.
        """
        if self._function.has_state and self._state is None:
            raise ValueError(
                f"the program has {len(self.parameters)} parameters: give them to init first"
            )
        arrays = _arrays("input", inputs, self.inputs)
        sizes = [
            size
            for array, type_ in zip(arrays, self.inputs, strict=True)
            for size, known in zip(array.shape, type_.shape, strict=True)
            if known is None
        ]
        results = [_empty(type_.dtype, shape) for type_, shape in self._result_types(sizes)]
        status = self._with_threads(
            lambda: self._run(self._state, _pointers(arrays), _pointers(results), *sizes)
        )
        if status:
            raise FpoError.of(self._message(status).decode(errors="replace"))
        return results[0] if len(results) == 1 else tuple(results)

    def _result_types(self, sizes: list[int]) -> list[tuple[ArrayType, tuple[int, ...]]]:
        """The results, each with its shape."""
        number = sum(type_.shape.count(None) for type_ in self.results)
        found = (ctypes.c_int64 * number)()
        if number:
            self._result_sizes(found, *sizes)
        # Where sizes do not agree, the run says so.
        next_size = iter(max(size, 0) for size in found)
        return [
            (type_, tuple(next(next_size) if size is None else size for size in type_.shape))
            for type_ in self.results
        ]

    def _with_threads(self, action: Any) -> Any:
        if self._threads is None:
            return action()
        from fpo import _fpo

        before = _fpo.get_num_threads()
        _fpo.set_num_threads(self._threads)
        try:
            return action()
        finally:
            _fpo.set_num_threads(before)

    def _lookup(self, suffix: str, result: Any, *arguments: Any) -> Any:
        """The C function `NAME<suffix>`, which is called without holding the interpreter."""
        address = self._code.address(self._function.name + suffix)
        return ctypes.CFUNCTYPE(result, *arguments)(address)


def _release(free: Any, state: int, code: Any, kept: Any) -> None:
    """Ends a state; what it needs lives until then."""
    free(state)


def _address(array: np.ndarray) -> int:
    return array.__array_interface__["data"][0]


def _pointers(arrays: Sequence[np.ndarray]) -> ctypes.Array:
    return (ctypes.c_void_p * len(arrays))(*map(_address, arrays))


def _empty(dtype: np.dtype, shape: tuple[int, ...]) -> np.ndarray:
    """An array at an address that suits vectors."""
    size = math.prod(shape) * dtype.itemsize
    memory = np.empty(size + _ALIGNMENT, np.uint8)
    start = -_address(memory) % _ALIGNMENT
    return memory[start : start + size].view(dtype).reshape(shape)


def _arrays(what: str, given: Sequence[Any], types: Sequence[ArrayType]) -> list[np.ndarray]:
    if len(given) != len(types):
        raise TypeError(f"{len(given)} {what}s are given, and {len(types)} are taken")
    return [
        _array(f"{what} {number}", value, type_)
        for number, (value, type_) in enumerate(zip(given, types, strict=True))
    ]


def _array(what: str, value: Any, type_: ArrayType) -> np.ndarray:
    """`value` as an array of `type_`, without a copy."""
    if not type_.shape and isinstance(value, (bool, int, float)):
        return np.array(value, type_.dtype)
    array = _view(what, value, type_.dtype)
    if array.dtype != type_.dtype:
        raise TypeError(f"{what} has elements of type {array.dtype}, and {type_} is taken")
    if len(array.shape) != len(type_.shape) or any(
        known is not None and size != known
        for size, known in zip(array.shape, type_.shape, strict=True)
    ):
        raise ValueError(f"{what} has the shape {array.shape}, and {type_} is taken")
    if not array.flags.c_contiguous:
        raise ValueError(
            f"{what} is not in row-major order: its strides are {array.strides} bytes; "
            "np.ascontiguousarray makes a copy that is"
        )
    return array


def _view(what: str, value: Any, dtype: np.dtype) -> np.ndarray:
    if isinstance(value, (np.ndarray, np.generic)):
        return np.asarray(value)
    if not hasattr(value, "__dlpack__"):
        raise TypeError(f"{what} is of type {type(value).__name__}, which is no array")
    if hasattr(value, "detach"):
        value = value.detach()
    if dtype.kind == "V" and type(value).__module__.startswith("torch"):
        # NumPy does not read types of ml_dtypes from DLPack.
        import torch

        if str(value.dtype).removeprefix("torch.") == dtype.name:
            bits = {1: torch.uint8, 2: torch.int16}[dtype.itemsize]
            return np.from_dlpack(value.view(bits)).view(dtype)
    try:
        return np.from_dlpack(value)
    except (BufferError, RuntimeError, TypeError) as error:
        raise TypeError(f"{what} can't be viewed as an array of NumPy: {error}") from error
