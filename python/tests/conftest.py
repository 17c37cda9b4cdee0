import pathlib

import pytest

# From examples/matmul.mlir, with a function that is called, and scopes.
PROGRAM = """
module {
  func.func @f(%x: tensor<4x8xf32>, %w: tensor<8x2xf32>) -> tensor<4x2xf32> {
    %z = arith.constant dense<0.0> : tensor<4x2xf32>
    %0 = linalg.matmul ins(%x, %w : tensor<4x8xf32>, tensor<8x2xf32>)
                       outs(%z : tensor<4x2xf32>) -> tensor<4x2xf32> loc("net.fc")
    %1 = math.absf %0 : tensor<4x2xf32> loc("net.act")
    %2 = arith.addf %1, %1 : tensor<4x2xf32> loc("net.act")
    return %2 : tensor<4x2xf32>
  }
}
"""


@pytest.fixture
def program():
    """A matrix product of 4 x 8 and 8 x 2 (64 ADD, 64 MUL) and 8 additions."""
    return PROGRAM


@pytest.fixture
def root():
    """The checkout."""
    return pathlib.Path(__file__).parents[2]


@pytest.fixture
def torchvision():
    """The package, or the test is skipped."""
    torch = pytest.importorskip("torch")
    # A torchvision that is built for another torch has no operators, and a classifier needs none.
    if not hasattr(torch.ops.torchvision, "nms"):
        for name in ("nms", "qnms"):
            torch.library.define(f"torchvision::{name}", "(Tensor a, Tensor b, float c) -> Tensor")
    return pytest.importorskip("torchvision")
