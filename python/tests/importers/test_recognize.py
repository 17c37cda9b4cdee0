"""What a thing is, without the frameworks that it could be of."""

import subprocess
import sys

import pytest

from fpo import FpoError
from fpo.importers import import_model, requirements
from fpo.importers.recognize import source_of


@pytest.mark.parametrize(
    ("model", "source"),
    [
        ("model.mlir", "mlir"),
        ("model.ONNX", "onnx"),
        ("model.tflite", "tflite"),
        ("module {}", "mlir"),
        (b"ML\xefR", "mlir"),
        (lambda x: x, "jax"),
    ],
)
def test_sources(model, source):
    assert source_of(model) == source


@pytest.mark.parametrize("model", [None, 3, [], {}])
def test_what_is_no_model(model):
    with pytest.raises(FpoError, match="no model"):
        import_model(model)


def test_no_framework_is_imported():
    script = (
        "import sys; from fpo.importers.recognize import source_of; source_of('x.onnx');"
        "sys.exit(bool({'torch', 'jax', 'onnx', 'numpy'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", script]).returncode == 0


def test_missing_package_is_named_with_its_command(monkeypatch):
    monkeypatch.setitem(sys.modules, "torch_mlir", None)
    with pytest.raises(FpoError, match=r"pip install --no-deps torch-mlir==\d+"):
        requirements.require("torch_mlir", "importing")
