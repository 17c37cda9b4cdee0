"""Training of PyTorch models: as many operations as torch's own counter sees while it runs."""

import pytest

import fpo
from fpo.cli.main import main
from fpo.training import find_blocks, joint_graph, loss_program, optimizer_program, phase_tree

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


def phases(model, x, **options):
    return phase_tree([fpo.analyze(joint_graph(model, x, loss="sum", **options))])


def test_checkpoints_cost_operations_and_save_memory():
    x = torch.randn(256, 16)
    plain = fpo.analyze(joint_graph(Layers(False), x, loss="sum")).totals
    again = fpo.analyze(joint_graph(Layers(True), x, loss="sum")).totals
    assert again.mac - plain.mac >= 4 * 256 * 16 * 64
    assert again.fpo > plain.fpo
    assert again.peak < plain.peak
    # The model's own checkpoints, and the same ones chosen from outside.
    chosen = joint_graph(Layers(False), x, loss="sum", checkpoint=["layers"])
    assert fpo.analyze(chosen).totals == again


def test_phases_of_modules():
    model, x = make_convolutions(), torch.randn(2, 3, 16, 16)
    tree = phases(model, x).children
    macs = 2 * 54 * 5
    assert tree["5"].fpo["(forward)"] == 2 * macs + 2 * 5
    assert tree["5"].fpo["(backward)"] == 4 * macs + 2 * 5
    assert tree["(loss)"].total == 10
    assert all(each.fpo["(recomputed)"] == 0 for each in tree.values())


def test_what_is_computed_again_is_apart():
    x = torch.randn(8, 16)
    plain, again = phases(Layers(False), x), phases(Layers(False), x, checkpoint=["auto"])
    for before, after in zip(plain.walk(), again.walk(), strict=True):
        assert before[1].fpo["(forward)"] == after[1].fpo["(forward)"]
        assert before[1].fpo["(backward)"] == after[1].fpo["(backward)"]
    # All but the last layer's tanh of each block, whose result is saved outside of it.
    for block in again.children["layers"].children.values():
        first, tanh, second, last = block.children.values()
        assert first.fpo["(recomputed)"] == first.fpo["(forward)"]
        assert tanh.fpo["(recomputed)"] == tanh.fpo["(forward)"]
        assert second.fpo["(recomputed)"] == second.fpo["(forward)"]


class Functions(torch.nn.Module):
    """Checkpoints what is no module."""

    def __init__(self):
        super().__init__()
        self.weight = torch.nn.Parameter(torch.randn(16, 16))

    def forward(self, x):
        from torch.utils.checkpoint import checkpoint

        return checkpoint(
            lambda y: torch.tanh(y @ self.weight) @ self.weight, x, use_reentrant=False
        )


def test_functions_that_are_computed_again():
    # The first product and tanh are, the second product is not asked for.
    tanh = 8 * 16 * 30
    assert phases(Functions(), torch.randn(8, 16)).fpo["(recomputed)"] == 2 * 8 * 16 * 16 + tanh


class Exported(torch.nn.Module):
    """What can be exported alone."""

    def __init__(self):
        super().__init__()
        self.layer = torch.nn.Linear(4, 3)

    def forward(self, x):
        assert torch.compiler.is_exporting()
        return self.layer(x)


def test_modules_of_exported_programs():
    tree = phases(Exported(), torch.randn(2, 4)).children
    assert tree["layer"].fpo["(forward)"] == 2 * 2 * 4 * 3 + 2 * 3
    # That of the weight, and the sum of the gradients of the bias.
    assert tree["layer"].fpo["(backward)"] == 2 * 2 * 4 * 3 + 2 * 3
    assert set(tree) == {"layer", "(loss)"}


def test_blocks():
    model = make_encoder()
    assert find_blocks(model, ["layers"]) == ("layers.0", "layers.1")
    assert find_blocks(model, ["auto"]) == ("layers.0", "layers.1")
    assert find_blocks(model, ["layers.1", "layers.1.linear1"]) == ("layers.1", "layers.1.linear1")
    assert find_blocks(make_convolutions(), ["auto"]) == ("0", "1", "2", "3", "4", "5")
    with pytest.raises(fpo.FpoError, match="no module 'layer' to checkpoint; there are layers"):
        find_blocks(model, ["layer"])
    with pytest.raises(fpo.FpoError, match="no ModuleList or Sequential"):
        find_blocks(torch.nn.Linear(1, 1), ["auto"])


def rules_of(optimizer, **options):
    """ADD and MUL of a step for each element, by fpo's rules, without what is done once."""
    one, two = (
        fpo.analyze(
            loss_program(torch.nn.Linear(n, 1, bias=False), torch.zeros(1, n), loss="sum"),
            training=optimizer,
            **options,
        ).to_dict()["training"]["optimizer"]
        for n in (1, 2)
    )
    return tuple(two[name]["f32"] - one[name]["f32"] for name in ("add", "mul"))


def step_of(optimizer):
    """The same of torch.optim, with all that a step of one parameter of 12 elements does."""
    model = torch.nn.Linear(4, 3, bias=False)
    report = fpo.analyze(optimizer_program(model, optimizer))
    assert report.status == "exact"
    totals = report.totals
    assert totals.add["f32"] % 12 == totals.mul["f32"] % 12 == 0
    return totals.add["f32"] // 12, totals.mul["f32"] // 12


def test_optimizers_of_torch_and_the_rules():
    import functools

    assert step_of("sgd") == rules_of("sgd") == (1, 1)
    assert step_of("momentum") == rules_of("momentum") == (2, 2)
    decayed = functools.partial(torch.optim.SGD, weight_decay=0.1, momentum=0.9)
    assert step_of(decayed) == rules_of("momentum", weight_decay=True)
    # PyTorch divides by 1 - beta1^t once, in the step's size: a division less (2 ADD, 5 MUL); and
    # moves the first moment by a subtraction in place of a multiplication.
    add, mul = rules_of("adam")
    assert step_of("adam") == (add - 2 + 1, mul - 5 - 1)
    # Besides, it decays by a multiplication of its own, and the rule by a fused sum.
    add, mul = rules_of("adamw")
    assert step_of("adamw") == (add - 2 + 1 - 1, mul - 5 - 1 - 1)


class Lion(torch.optim.Optimizer):
    """An optimizer that PyTorch does not have (arXiv:2302.06675)."""

    def __init__(self, params):
        super().__init__(params, {})

    @torch.no_grad()
    def step(self, closure=None):
        for each in self.param_groups[0]["params"]:
            state = self.state[each]
            if not state:
                state["momentum"] = torch.zeros_like(each)
            update = state["momentum"] * 0.9 + each.grad * 0.1
            each.sub_(torch.sign(update) * 1e-3)
            state["momentum"].mul_(0.99).add_(each.grad * 0.01)


def test_any_optimizer():
    # Two multiplications and an addition for the update, and for the momentum; for the step a
    # multiplication, a subtraction, and two comparisons of a sign.
    assert step_of(Lion) == (5, 5)
    report = fpo.analyze(optimizer_program(make_convolutions(), Lion))
    tree = phase_tree([report])
    assert {name: each.fpo["(optimizer)"] for name, each in tree.children.items()} == {
        "0": 10 * (4 * 27 + 4),
        "1": 10 * 8,
        "3": 10 * (6 * 36 + 6),
        "5": 10 * (54 * 5 + 5),
    }


@pytest.mark.parametrize(
    "name", ["adadelta", "adagrad", "adamax", "asgd", "muon", "nadam", "radam", "rmsprop"]
)
def test_optimizers_that_trace(name):
    model = torch.nn.Linear(4, 3, bias=False)
    report = fpo.analyze(optimizer_program(model, name))
    assert report.status == "exact"
    assert report.totals.fpo > 2 * 12


def test_optimizers_that_do_not_trace():
    model = torch.nn.Linear(4, 3, bias=False)
    with pytest.raises(fpo.FpoError, match="a step of lbfgs can't be traced: .*'closure'"):
        optimizer_program(model, "lbfgs")
    with pytest.raises(fpo.FpoError, match="what it does depends on values"):
        optimizer_program(model, "adafactor")
    with pytest.raises(fpo.FpoError, match="the optimizer 'adamant' is none of adadelta, "):
        optimizer_program(model, "adamant")
    with pytest.raises(fpo.FpoError, match="no parameter with a gradient"):
        optimizer_program(model.requires_grad_(False), "sgd")


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


def test_the_gradients_of_classifiers_are_exact():
    model = torch.nn.Sequential(
        torch.nn.Embedding(10, 8), torch.nn.Flatten(), torch.nn.Linear(32, 5)
    )
    ids, target = torch.zeros((2, 4), dtype=torch.int64), torch.tensor([0, 1])
    report = fpo.analyze(joint_graph(model, ids, target))
    assert report.status == "exact"
    # Each row of a gradient is added where the embedding took it.
    tree = phase_tree([report])
    assert tree.children["0"].fpo["(backward)"] == 2 * 4 * 8


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


def test_command_shows_phases(tmp_path, monkeypatch, capsys):
    path = tmp_path / "model.py"
    path.write_text(
        "import torch\n"
        "def make():\n"
        "    layers = [torch.nn.Linear(4, 4, bias=False) for _ in range(2)]\n"
        "    return torch.nn.Sequential(*layers), (torch.randn(2, 4),)\n"
        "def optimizer(parameters):\n"
        "    return torch.optim.SGD(parameters, lr=0.1)\n"
    )
    options = ["--loss", "sum", "--optimizer", f"{path}:optimizer", "--checkpoint", "1"]
    monkeypatch.setattr("sys.argv", ["fpo", "train", f"{path}:make", *options])
    main()
    plain, again = capsys.readouterr().out.split("executed by autograd")[1:]
    assert plain.splitlines()[3].split() == ["module", "forward", "backward", "optimizer", "total"]
    assert plain.splitlines()[5].split() == ["0", "64", "64", "32", "160"]
    assert plain.splitlines()[6].split() == ["1", "64", "128", "32", "224"]
    # A linear layer has saved its input alone: nothing is computed again.
    assert again.splitlines()[6].split() == plain.splitlines()[6].split()
