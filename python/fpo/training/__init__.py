"""Training of PyTorch models: with a loss, forward and backward, and what an optimizer does.

>>> program = joint_graph(model, x, target, checkpoint=["layers"])
>>> report = fpo.analyze(program)
"""

from fpo.training.checkpoints import find_blocks
from fpo.training.graphs import LOSSES, joint_graph, loss_program
from fpo.training.optimizers import optimizer_program
from fpo.training.phases import PhaseNode, phase_tree

__all__ = [
    "LOSSES",
    "PhaseNode",
    "find_blocks",
    "joint_graph",
    "loss_program",
    "optimizer_program",
    "phase_tree",
]
