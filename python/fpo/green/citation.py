"""What a report cites: the convention, the methods, and the version of fpo."""

from __future__ import annotations

CONVENTIONS = {
    "fpo": "FPO: floating-point operations as ADD + MUL (Schwartz et al. 2020)",
    "mac": "MAC: multiply-accumulates of contractions and convolutions",
    "torch": "flops as torch.utils.flop_counter counts them",
    "xla": "flops as XLA's HloCostAnalysis counts them",
}

BIBTEX = r"""@article{schwartz2020green,
  author  = {Schwartz, Roy and Dodge, Jesse and Smith, Noah A. and Etzioni, Oren},
  title   = {Green {AI}},
  journal = {Communications of the ACM},
  volume  = {63},
  number  = {12},
  pages   = {54--63},
  year    = {2020},
  doi     = {10.1145/3381831}
}
@inproceedings{dodge2019show,
  author    = {Dodge, Jesse and Gururangan, Suchin and Card, Dallas and Schwartz, Roy and
               Smith, Noah A.},
  title     = {Show Your Work: Improved Reporting of Experimental Results},
  booktitle = {Proceedings of EMNLP-IJCNLP},
  pages     = {2185--2194},
  year      = {2019},
  doi       = {10.18653/v1/D19-1224}
}
@inproceedings{tang2020showing,
  author    = {Tang, Raphael and Lee, Jaejun and Xin, Ji and Liu, Xinyu and Yu, Yaoliang and
               Lin, Jimmy},
  title     = {Showing Your Work Doesn't Always Work},
  booktitle = {Proceedings of ACL},
  pages     = {2766--2772},
  year      = {2020},
  doi       = {10.18653/v1/2020.acl-main.246}
}
"""


def statement(convention: str, count: str, version: str) -> str:
    """How the operations were counted, as a sentence."""
    counted = CONVENTIONS.get(convention, convention)
    which = "operations that are executed" if count == "executed" else f"{count} operations"
    return f"Counted by fpo {version}, {which}; {counted}."
