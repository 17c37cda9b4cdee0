"""The expected best validation score of a number of experiments.

Dodge, Gururangan, Card, Schwartz, Smith: Show Your Work: Improved Reporting of Experimental
Results, EMNLP 2019. Of the scores of N experiments, whose hyperparameters were drawn
independently, it estimates which score the best of n such experiments has.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class ExpectedBest:
    """The best of n experiments, for n = 1 to N; each array has the shape [N]."""

    #: n.
    experiments: NDArray[np.int64]
    #: The plug-in estimate, in the unit of the scores (Dodge et al., section 3, Equations 2 to 8):
    #: the expectation for n draws from the N scores with replacement. For 1 < n it is biased
    #: towards worse scores, most where n is near N: a score that was drawn can be drawn again
    #: (Tang et al.: Showing Your Work Doesn't Always Work, ACL 2020).
    mean: NDArray[np.float64]
    #: The standard deviation of the best of n such draws, the root of the variance of Dodge et al.
    deviation: NDArray[np.float64]
    #: The estimate without bias, the mean over all subsets of n of the N scores: draws without
    #: replacement, a U-statistic (Tang et al. 2020).
    unbiased: NDArray[np.float64]


def expected_best(scores: Sequence[float], *, lower_is_better: bool = False) -> ExpectedBest:
    """Estimates the best score of n of the experiments that gave ``scores``, of the shape [N].

    Raises ValueError if there are none, or one is not finite.
    """
    values = np.asarray(scores, dtype=np.float64)
    if values.ndim != 1 or values.size == 0:
        raise ValueError("expected at least one score, as a list of numbers")
    if not np.isfinite(values).all():
        raise ValueError("a score is not finite")
    sign = -1.0 if lower_is_better else 1.0
    ordered = np.sort(sign * values)
    # Moments about the largest, where the weights are: no digits are lost to cancellation.
    shifted = ordered - ordered[-1]
    number = ordered.size
    n = np.arange(1, number + 1)
    with_replacement = _weights_with_replacement(number)
    mean = with_replacement @ shifted
    square = with_replacement @ (shifted * shifted)
    unbiased = _weights_of_subsets(number) @ shifted
    return ExpectedBest(
        experiments=n,
        mean=sign * (mean + ordered[-1]),
        deviation=np.sqrt(np.maximum(square - mean * mean, 0.0)),
        unbiased=sign * (unbiased + ordered[-1]),
    )


def _weights_with_replacement(number: int) -> NDArray[np.float64]:
    """The probability that the i-th smallest of ``number`` is the largest of n draws, [n, i].

    That is (i / N)^n - ((i - 1) / N)^n. Equal scores need no care: their weights add up.
    """
    n = np.arange(1, number + 1)[:, np.newaxis]
    steps = (np.arange(number + 1) / number)[np.newaxis, :] ** n
    return np.diff(steps, axis=1)


def _weights_of_subsets(number: int) -> NDArray[np.float64]:
    """The part of the subsets of n in which the i-th smallest is the largest, [n, i].

    That is C(i - 1, n - 1) / C(N, n): n / N for i = N, and (i - n) / (i - 1) times as much for
    each step down, since the binomials themselves do not fit into floating-point numbers.
    """
    weights = np.zeros((number, number))
    for n in range(1, number + 1):
        i = np.arange(number, n, -1)
        factors = np.concatenate(([n / number], (i - n) / (i - 1)))
        weights[n - 1, n - 1 :] = np.cumprod(factors)[::-1]
    return weights
