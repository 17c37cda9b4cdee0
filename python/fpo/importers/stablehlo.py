"""StableHLO, as JAX prints it, to linalg on tensors, by iree-compile.

What StableHLO calls by name only (`stablehlo.custom_call`) becomes an op `jax.NAME`, and what IREE
has ops of its own for (sort, fft, scan, top-k) stays as `iree_linalg_ext.NAME` in generic form: fpo
names both as unknown, and a rule can price them.
"""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from collections.abc import Sequence

from fpo.errors import Diagnostic, FpoError
from fpo.importers import Unsupported

_ERROR = re.compile(r"^(.*?): error: (.*)$", re.MULTILINE)
_NAMED = re.compile(r'^(#loc\d*) = loc\("((?:[^"\\]|\\.)*)"\(#loc\d*\)\)$', re.MULTILINE)
# A transformation of JAX, or part of its loops, and no name that the user gave.
_TRANSFORMATION = re.compile(r"^(\w+\(.*\)|closed_call|while|body|checkpoint|remat\d*)$")
_CUSTOM_CALL = re.compile(
    r"^(\s*(?:%[\w:]+ = )?)stablehlo\.custom_call @([\w.$]+)\(([^)]*)\) \{.*\} : (\((.*?)\) -> "
    r"(.*?))( loc\(.*\))?$",
    re.MULTILINE,
)
_LEFT = re.compile(r'"((?:iree_linalg_ext|jax)\.(?!yield)[\w.$]+)"\(')
_PREFIX = "fpo_custom_"


def lower(text: str, parameters: Sequence[int]) -> tuple[str, tuple[Unsupported, ...]]:
    """The linalg of a program of StableHLO, and the ops that were not lowered.

    The arguments `parameters` of the entry get the attribute `fpo.param`. Raises `FpoError` with
    what iree-compile says.
    """
    text = _declare_custom_calls(_name_paths(text))
    program = _compile(text)
    generic = "iree_linalg_ext." in program or _PREFIX in program
    if generic:
        program = _compile(text, "--mlir-print-op-generic")
    program = _as_functions(program)
    mark = _mark_generic if generic else _mark
    program = mark(program, set(parameters))
    counts = Counter(_LEFT.findall(program))
    return program, tuple(Unsupported(op, "", n) for op, n in counts.items())


def _name_paths(text: str) -> str:
    """Makes of JAX's `jit(f)/Dense_0/dot_general` the path `Dense_0` around `dot_general`."""

    def rename(match: re.Match) -> str:
        parts = match[2].split("/")
        if len(parts) == 1 and not _TRANSFORMATION.match(parts[0]):
            return match[0]
        *path, op = parts
        path = [part for part in path if not _TRANSFORMATION.match(part)]
        op = re.sub(r"^\w+\((.*)\)$", r"\1", op)
        location = f'"{".".join(path)}"("{op}")' if path else f'"{op}"'
        return f"{match[1]} = loc({location})"

    return _NAMED.sub(rename, text)


def _declare_custom_calls(text: str) -> str:
    """Calls functions without a body instead: IREE takes no custom calls that it doesn't know."""
    declared: dict[str, str] = {}

    def call(match: re.Match) -> str:
        types = f"({match[5]}) -> {match[6]}"
        # One function for each signature.
        name = declared.setdefault(f"{match[2]} {types}", f"{_PREFIX}{len(declared)}_{match[2]}")
        return f"{match[1]}func.call @{name}({match[3]}) : {types}{match[7] or ''}"

    text = _CUSTOM_CALL.sub(call, text)
    declarations = "".join(
        f"  func.func private @{name}{key.split(' ', 1)[1]}\n" for key, name in declared.items()
    )
    start = text.index("  func.func public")
    return text[:start] + declarations + text[start:]


def _compile(text: str, *options: str) -> str:
    from iree.compiler.tools import binaries

    command = [
        binaries.find_tool("iree-compile"),
        "-",
        "--iree-input-type=stablehlo",
        "--compile-to=input",
        "--mlir-print-debuginfo",
        "--mlir-elide-elementsattrs-if-larger=16",
        *options,
    ]
    done = subprocess.run(command, input=text, capture_output=True, text=True)
    if done.returncode != 0:
        errors = [Diagnostic("error", place, what) for place, what in _ERROR.findall(done.stderr)]
        raise FpoError(*errors or [Diagnostic("error", "", f"iree-compile failed: {done.stderr}")])
    return done.stdout


def _as_functions(text: str) -> str:
    """IREE's functions as those of the dialect func, and the custom calls as ops."""
    text = re.sub(r'^.*sym_name = "' + _PREFIX + r".*\n\s*\}\).*\n", "", text, flags=re.MULTILINE)
    text = re.sub(
        r'"util\.call"\((.*?)\) <\{callee = @' + _PREFIX + r"\d+_([\w.$]+)\}>",
        r'"jax.\2"(\1)',
        text,
    )
    text = re.sub(r"\butil\.func (public|private)", r"func.func \1", text)
    return re.sub(r"\butil\.(func|return|call)\b", r"func.\1", text)


def _mark(text: str, chosen: set[int]) -> str:
    start = text.index("func.func public")
    end = text.index("\n", start)

    def mark(match: re.Match) -> str:
        return f"{match[1]} {{fpo.param}}" if int(match[2]) in chosen else match[0]

    head = re.sub(r"(%arg(\d+): tensor<[^>]*>+)", mark, text[start:end])
    return text[:start] + head + text[end:]


def _mark_generic(text: str, chosen: set[int]) -> str:
    match = re.search(r'"func\.func"\(\) <\{(?=[^\n]*sym_visibility = "public")', text)
    block = re.compile(r"\^bb0\((.*)\):").search(text, match.end())
    count = len(re.findall(r"%arg\d+: ", block[1]))
    attributes = ", ".join("{fpo.param}" if i in chosen else "{}" for i in range(count))
    return f"{text[: match.end()]}arg_attrs = [{attributes}], {text[match.end() :]}"
