"""Training of PyTorch models: as many operations as torch's own counter sees while it runs."""

import pytest

import fpo
from fpo.cli.main import main
from fpo.training import joint_graph, loss_program

torch = pytest.importorskip("torch")
pytest.importorskip("torch_mlir")


def executed(model, *inputs, loss):
    """Flops of a forward and a backward pass, as torch counts them while they run."""
    from torch.nn.attention import SDPBackend, sdpa_kernel
    from torch.utils.flop_counter import FlopCounterMode

    # Of attention's fused kernels torch's counter knows no flops on a CPU.
    with sdpa_kernel(SDPBackend.MATH), FlopCounterMode(display=False) as counter:
        loss(model(*inputs)).backward()
    return counter.get_total_flops()


def known(count):
    """A count, or what is known of it."""
    return count[0] if isinstance(count, tuple) else count


def make_convolutions():
    return torch.nn.Sequential(
        torch.nn.Conv2d(3, 4, 3, stride=2, padding=1),
        torch.nn.BatchNorm2d(4),
        torch.nn.ReLU(),
        torch.nn.Conv2d(4, 6, 3, stride=2),
        torch.nn.Flatten(),
        torch.nn.Linear(6 * 3 * 3, 5),
    )


def make_encoder():
    layer = torch.nn.TransformerEncoderLayer(16, 2, 32, dropout=0.0, batch_first=True)
    return torch.nn.TransformerEncoder(layer, 2)


@pytest.mark.parametrize(
    ("make", "shape"), [(make_convolutions, (2, 3, 16, 16)), (make_encoder, (2, 6, 16))]
)
def test_both_programs_are_what_torch_counts(make, shape):
    model, x = make(), torch.randn(shape)
    flops = executed(model, x, loss=lambda y: y.sum())
    joint = fpo.analyze(joint_graph(model, x, loss="sum"), convention="torch")
    assert known(joint.totals.fpo) == flops
    derived = fpo.analyze(loss_program(model, x, loss="sum"), convention="torch", training="sgd")
    assert known(derived.to_dict()["training"]["step"]["fpo"]) == flops


class Layers(torch.nn.Module):
    def __init__(self, checkpointed):
        super().__init__()
        self.checkpointed = checkpointed
        self.layers = torch.nn.ModuleList(
            torch.nn.Sequential(
                torch.nn.Linear(16, 64, bias=False),
                torch.nn.Tanh(),
                torch.nn.Linear(64, 16, bias=False),
                torch.nn.Tanh(),
            )
            for _ in range(4)
        )

    def forward(self, x):
        from torch.utils.checkpoint import checkpoint

        for layer in self.layers:
            if self.checkpointed:
                x = checkpoint(layer, x, use_reentrant=False, preserve_rng_state=False)
            else:
                x = layer(x)
        return x


def test_checkpoints_cost_operations_and_save_memory():
    x = torch.randn(256, 16)
    plain = fpo.analyze(joint_graph(Layers(False), x, loss="sum")).totals
    again = fpo.analyze(joint_graph(Layers(True), x, loss="sum")).totals
    assert again.mac - plain.mac >= 4 * 256 * 16 * 64
    assert again.fpo > plain.fpo
    assert again.peak < plain.peak


def test_what_cannot_be_trained():
    with pytest.raises(fpo.FpoError, match="the loss 'none' is none of"):
        loss_program(make_encoder(), torch.zeros(1, 2, 16), loss="none")
    with pytest.raises(fpo.FpoError, match="not of a str"):
        joint_graph("model.mlir")


@pytest.mark.parametrize(("options", "batch"), [((), 2), (("--batch", "5"), 5)])
def test_command(tmp_path, monkeypatch, capsys, options, batch):
    path = tmp_path / "model.py"
    path.write_text(
        "import torch\n"
        "def make():\n"
        "    x, y = torch.randn(2, 4), torch.tensor([0, 1])\n"
        "    return torch.nn.Sequential(torch.nn.Linear(4, 3, bias=False)), (x, y)\n"
    )
    counting = ["--optimizer", "sgd", "--steps", "10", "--epochs", "3", "--convention", "mac"]
    monkeypatch.setattr("sys.argv", ["fpo", "train", f"{path}:make", *counting, *options])
    with pytest.raises(SystemExit) as status:
        main()
        raise SystemExit(0)
    assert status.value.code in (0, None)
    lines = dict(line.split()[:2] for line in capsys.readouterr().out.splitlines()[1:])
    step = 2 * batch * 12
    assert lines["step"] == f"{step:,}"
    assert lines["epoch"] == f"{10 * step:,}"
    assert lines["run"] == f"{30 * step:,}"


@pytest.mark.long
def test_resnet18(torchvision):
    model, x = torchvision.models.resnet18(), torch.randn(1, 3, 224, 224)
    flops = executed(model, x, loss=lambda y: y.sum())
    assert flops == 10_648_412_160
    joint = fpo.analyze(joint_graph(model, x, loss="sum"), convention="torch")
    assert known(joint.totals.fpo) == flops
    program = loss_program(model, x, loss="sum")
    derived = fpo.analyze(program, convention="torch", training="sgd").to_dict()["training"]
    assert derived["step"]["fpo"] == flops


@pytest.mark.long
def test_gpt2(torchvision):  # which transformers imports if it is there
    transformers = pytest.importorskip("transformers")
    config = transformers.GPT2Config(n_layer=2, n_embd=64, n_head=2, vocab_size=100)

    class Logits(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.model = transformers.GPT2LMHeadModel(config)

        def forward(self, ids):
            return self.model(ids, use_cache=False).logits

    model, ids = Logits().eval(), torch.zeros((2, 16), dtype=torch.int64)
    flops = executed(model, ids, loss=lambda y: y.sum())
    joint = fpo.analyze(joint_graph(model, ids, loss="sum"), convention="torch")
    assert known(joint.totals.fpo) == flops
