"""ONNX models that are written here; their counts are worked out by hand."""

import numpy as np
import pytest

import fpo
from fpo.importers import import_model

onnx = pytest.importorskip("onnx")
pytest.importorskip("torch_mlir")


def make_model(batch, extra=()):
    helper, floats = onnx.helper, onnx.TensorProto.FLOAT
    weights = {"w": np.ones((3, 2, 3, 3), "f4"), "b": np.ones(3, "f4")}
    nodes = [
        helper.make_node(
            "Conv", ["x", "w", "b"], ["y"], "/layers/layers.0/conv/Conv", pads=[1] * 4
        ),
        helper.make_node("Relu", ["y"], ["z"], "/layers/layers.0/act/Relu"),
        *extra,
    ]
    graph = helper.make_graph(
        nodes,
        "graph",
        [helper.make_tensor_value_info("x", floats, [batch, 2, 5, 5])],
        [helper.make_tensor_value_info("z", floats, [batch, 3, 5, 5])],
        [onnx.numpy_helper.from_array(value, name) for name, value in weights.items()],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)])


def test_a_file(tmp_path):
    onnx.save(make_model(1), tmp_path / "model.onnx")
    report = fpo.analyze(tmp_path / "model.onnx")
    assert report.totals.mac == 75 * 18
    assert report.totals.add == {"f32": 75 * 18 + 75}
    assert report.totals.params == 54 + 3
    assert {op.location for op in report.ops} >= {"layers.0.conv.Conv", "layers.0.act.Relu"}


def test_parameters_and_open_sizes():
    module = import_model(make_model("batch"))
    assert [parameter.name for parameter in module.parameters] == ["w", "b"]
    assert module.parameters[0].value().shape == (3, 2, 3, 3)
    assert fpo.analyze(module, bind={"arg0.0": 4}).totals.mac == 4 * 75 * 18
    given = import_model(make_model("batch"), np.zeros((3, 2, 5, 5)))
    assert fpo.analyze(given).totals.mac == 3 * 75 * 18


def test_unsupported_op_stays():
    # torch-mlir lowers determinants of one matrix only; of several it makes what is not right.
    odd = onnx.helper.make_node("Det", ["y"], ["d"], "/head/Det")
    model = make_model(1, [odd])
    floats = onnx.TensorProto.FLOAT
    model.graph.output.append(onnx.helper.make_tensor_value_info("d", floats, [1, 3]))
    module = import_model(model)
    assert [(each.op, each.location) for each in module.unsupported] == [
        ("torch.aten.linalg_det", "head.Det")
    ]
    assert [each.op for each in fpo.analyze(module).unknown] == ["torch.aten.linalg_det"]


def test_no_right_file(tmp_path):
    broken = tmp_path / "broken.onnx"
    broken.write_bytes(b"no model")
    with pytest.raises(fpo.FpoError, match="broken.onnx"):
        import_model(broken)
    with pytest.raises(fpo.FpoError, match="No such file"):
        import_model(tmp_path / "absent.onnx")
