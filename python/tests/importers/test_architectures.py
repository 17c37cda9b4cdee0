"""Architectures of torchvision, timm and transformers: MACs are those that torch sees executed."""

import importlib.util

import pytest

import fpo


def load_architectures(root):
    for package in ("torch_mlir", "timm", "transformers"):
        pytest.importorskip(package)
    path = root / "benchmarks" / "architectures.py"
    spec = importlib.util.spec_from_file_location("architectures", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def executed(model, inputs):
    """MACs of a forward pass, as torch counts them while it runs."""
    from torch.nn.attention import SDPBackend, sdpa_kernel
    from torch.utils.flop_counter import FlopCounterMode

    # With gradients, and in simple ops: of fused attention torch's counter knows no flops on a CPU.
    with sdpa_kernel(SDPBackend.MATH), FlopCounterMode(display=False) as counter:
        model(*inputs)
    return counter.get_total_flops() // 2


@pytest.mark.long
def test_architectures(root, torchvision):
    architectures = load_architectures(root)
    names = [*architectures.TORCHVISION, *architectures.TIMM, *architectures.TRANSFORMERS]
    assert len(names) >= 30
    counts = {}
    for name in names:
        _, model, inputs = architectures.make(name)
        ours = fpo.analyze(model, *inputs).totals.mac
        # Where the argument of a maximum is not known, the products are.
        ours = ours[0] if isinstance(ours, tuple) else ours
        # Such as a pooler, whose result is not returned: the exported program has none.
        unused = architectures.total(architectures.count_unused(model, inputs))
        counts[name] = (ours, executed(model, inputs) - unused)
    assert {name: count for name, count in counts.items() if count[0] != count[1]} == {}
