"""Models of PyTorch: their counts are worked out by hand, or are those of PyTorch's own counter."""

import pytest

import fpo
from fpo.importers import import_model

torch = pytest.importorskip("torch")
pytest.importorskip("torch_mlir")


class Block(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = torch.nn.Conv2d(3, 4, 3, padding=1, bias=False)
        self.norm = torch.nn.BatchNorm2d(4)

    def forward(self, x):
        return torch.relu(self.norm(self.conv(x)))


class Net(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = torch.nn.ModuleList([Block()])
        self.head = torch.nn.Linear(4, 5)

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return self.head(x.mean((2, 3)))


def test_counts_paths_and_parameters():
    report = fpo.analyze(Net().eval(), torch.randn(2, 3, 6, 6))
    outputs = 2 * 4 * 36
    # Normalising: sub, mul, mul, add; eps and rsqrt (2 ADD, 7 MUL) for each channel.
    add = outputs * 27 + 2 * outputs + 4 * (1 + 2) + outputs  # the last of ReLU
    mul = outputs * 27 + 2 * outputs + 4 * 7
    # The mean: a sum of 36, and a division (2 ADD, 5 MUL) for each; the head: 4 x 5 and a bias.
    add += outputs + 8 * 2 + 2 * 4 * 5 + 2 * 5
    mul += 8 * 5 + 2 * 4 * 5
    assert report.totals.add == {"f32": add}
    assert report.totals.mul == {"f32": mul}
    assert report.totals.mac == outputs * 27 + 2 * 4 * 5
    assert report.totals.params == 3 * 4 * 9 + 4 * 4 + 4 * 5 + 5 + 1  # with num_batches_tracked
    assert any(op.location.startswith("layers.0.conv") for op in report.ops)


def test_parameters_are_named_and_have_values():
    model = Net().eval()
    module = import_model(model, torch.randn(2, 3, 6, 6))
    names = [parameter.name for parameter in module.parameters]
    assert names[:2] == ["layers.0.conv.weight", "layers.0.norm.weight"]
    weight = module.parameters[0].value()
    assert (weight == model.layers[0].conv.weight.detach().numpy()).all()
    assert module.text.count("fpo.param") == len(names)


def test_dynamic_sizes_stay_open():
    dynamic = ({0: torch.export.Dim("batch", min=2)},)
    module = import_model(Net().eval(), torch.randn(2, 3, 6, 6), dynamic_shapes=dynamic)
    symbol = f"arg{len(module.parameters)}.0"
    report = fpo.analyze(module, bind={symbol: 7})
    assert report.totals.mac == 7 * (4 * 36 * 27 + 4 * 5)


def test_device_meta():
    with torch.device("meta"):
        model, x = Net().eval(), torch.empty(2, 3, 6, 6)
    module = import_model(model, x)
    assert fpo.analyze(module).totals.mac == 2 * (4 * 36 * 27 + 4 * 5)
    with pytest.raises(fpo.FpoError, match="meta"):
        module.parameters[0].value()


class Odd(torch.nn.Module):
    def forward(self, x):
        y = torch.special.bessel_j0(x @ x)
        values, _ = torch.sort(y, dim=1)
        return torch.linalg.qr(values)[0] + torch.special.zeta(y, 2.0)


def test_unsupported_ops_stay_and_a_rule_prices_them(tmp_path):
    module = import_model(Odd(), torch.randn(4, 4))
    assert {each.op for each in module.unsupported} == {
        "torch.aten.special_bessel_j0",
        "torch.aten.linalg_qr",
        "torch.aten.special_zeta.other_scalar",
    }
    assert all(each.location for each in module.unsupported)
    report = fpo.analyze(module)
    assert report.totals.mac == (64, None)
    unknown = {entry.op for entry in report.unknown}
    assert unknown == {each.op for each in module.unsupported} | {"tm_tensor.sort"}
    rules = tmp_path / "rules.mlir"
    rules.write_text(
        """
        fpo.rule @j0 of "torch.aten.special_bessel_j0"(%x: !fpo.float) {
          fpo.spend #fpo.cost<mul = {!fpo.float: 11}>
        }
        fpo.rule @zeta of "torch.aten.special_zeta.other_scalar"(%x: !fpo.float) {
          fpo.spend #fpo.cost<mul = {!fpo.float: 13}>
        }
        fpo.rule @qr of "torch.aten.linalg_qr"(%x: tensor<?x?x!fpo.float>) {
          fpo.spend #fpo.cost<mul = {!fpo.float: 100}>
        }
        fpo.rule @sort of "tm_tensor.sort"(%x: tensor<?x?x!fpo.float>, %i: tensor<?x?x!fpo.int>) {
          fpo.spend #fpo.cost<add = {!fpo.float: 17}>
        }
        """
    )
    report = fpo.analyze(module, rules=[rules])
    assert not report.unknown
    assert report.totals.mul == {"f32": 64 + 16 * (11 + 13) + 100}


def test_what_torch_cannot_export_is_an_error():
    class Broken(torch.nn.Module):
        def forward(self, x):
            raise ValueError("no such thing")

    with pytest.raises(fpo.FpoError, match="torch.export can't export Broken.*no such thing"):
        import_model(Broken(), torch.randn(2))
    with pytest.raises(fpo.FpoError, match="no option 'colour' for the torch importer"):
        import_model(Net(), torch.randn(2, 3, 6, 6), colour=1)


class Scatters(torch.nn.Module):
    def forward(self, x, i, u):
        columns = x.index_put((i[:, 0],), u, accumulate=True)
        return x.scatter_add(0, i, u), x.scatter(1, i, u), columns


def test_scatters_are_loops():
    x, u = torch.randn(5, 4), torch.randn(5, 4)
    i = torch.tensor([[0, 1, 2, 0], [3, 3, 0, 1], [2, 2, 2, 2], [1, 0, 3, 3], [0, 0, 0, 1]])
    module = import_model(Scatters(), x, i, u)
    report = fpo.analyze(module)
    # An addition for each element that is added; two of three add.
    assert (report.status, report.totals.fpo) == ("exact", 2 * 20)
    results = fpo.compile(module, tuning_db="none")(x.numpy(), i.numpy(), u.numpy())
    for result, expected in zip(results, Scatters()(x, i, u), strict=True):
        torch.testing.assert_close(torch.from_numpy(result), expected)
