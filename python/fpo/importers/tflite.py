"""TFLite: files, as TOSA, through tosa-converter-for-tflite."""

from __future__ import annotations

import os
import re
import tempfile
from collections import Counter
from pathlib import Path

from fpo.errors import FpoError
from fpo.importers import ImportedModule, Unsupported
from fpo.importers.requirements import require

_BLOBS = re.compile(r"\n\{-#.*?#-\}\n", re.DOTALL)
# Ops of TFLite that the converter left, with the names of their locations.
_LEFT = re.compile(r'"?(tfl\.[\w.]+)"?\(.* loc\((#\w+)\)')
_NAMED = re.compile(r'^(#\w+) = loc\("([^"]*)"', re.MULTILINE)
# An op that was made of several has the names of their results, the last one's first.
_SEVERAL = re.compile(r'^(#\w+ = loc\("[^";]+);[^"]*"', re.MULTILINE)


def import_tflite(path: str | os.PathLike) -> ImportedModule:
    """A .tflite file. Parameters are constants, of which the types alone are kept.

    Locations are the names of the tensors that ops compute, such as `model/conv1/Relu`. Ops that
    TOSA has no equivalent for stay as those of TFLite. Raises `FpoError` if the file can't be read
    or converted.
    """
    name = os.fspath(path)
    converter = require("tosa_converter_for_tflite", "importing from TFLite")
    if not os.path.isfile(path):
        raise FpoError.of("can't be read: No such file or directory", name)
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "model.mlir"
        try:
            converter.tflite_flatbuffer_to_tosa_mlir(
                name,
                str(out),
                converter.TosaConverterOutputFormat.Text,
                converter.TosaConverterDebugInfo.Enable,
            )
            text = out.read_text()
        except Exception as error:  # the converter's own, and OSError
            raise FpoError.of(f"can't be converted: {error}", name) from error
    # Values of constants are of no use to a count, and large.
    text = _BLOBS.sub("\n", text)
    text = _SEVERAL.sub(r'\1"', text)
    names = dict(_NAMED.findall(text))
    counts = Counter((op, names.get(alias, "")) for op, alias in _LEFT.findall(text))
    unsupported = tuple(Unsupported(op, location, n) for (op, location), n in counts.items())
    return ImportedModule(text.encode(), "tflite", unsupported, name=name)
