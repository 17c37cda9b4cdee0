"""The expected best score, against all draws there are, and against drawn ones."""

import itertools
import statistics

import numpy as np
import pytest

from fpo.green import expected_best

SCORES = [
    [0.5],
    [0.3, 0.9],
    [0.1, 0.2, 0.7, 0.7, 0.4],
    [-3.0, 2.0, 2.0, 2.0, 5.5, -1.0],
]


@pytest.mark.parametrize("lower_is_better", [False, True])
@pytest.mark.parametrize("scores", SCORES)
def test_is_that_of_all_draws(scores, lower_is_better):
    best = min if lower_is_better else max
    expected = expected_best(scores, lower_is_better=lower_is_better)
    for n in range(1, len(scores) + 1):
        bests = [best(draw) for draw in itertools.product(scores, repeat=n)]
        assert expected.experiments[n - 1] == n
        assert expected.mean[n - 1] == pytest.approx(statistics.mean(bests))
        assert expected.deviation[n - 1] == pytest.approx(statistics.pstdev(bests), abs=1e-12)
        subsets = [best(draw) for draw in itertools.combinations(scores, n)]
        assert expected.unbiased[n - 1] == pytest.approx(statistics.mean(subsets))


def test_is_that_of_a_simulation():
    random = np.random.default_rng(7)
    scores = random.normal(0.8, 0.05, size=40)
    expected = expected_best(scores)
    for n in (1, 2, 5, 13, 40):
        bests = random.choice(scores, size=(200_000, n)).max(axis=1)
        error = bests.std() / np.sqrt(bests.size)
        assert abs(expected.mean[n - 1] - bests.mean()) < 5 * error + 1e-12
        assert expected.deviation[n - 1] == pytest.approx(bests.std(), rel=0.02)


def test_unbiased_estimate_has_no_bias_and_the_plug_in_is_too_low():
    # The best of n uniform scores is n / (n + 1) on average.
    random = np.random.default_rng(3)
    number, n = 10, 8
    estimates = [expected_best(random.uniform(size=number)) for _ in range(4000)]
    unbiased = np.array([one.unbiased[n - 1] for one in estimates])
    plug_in = np.array([one.mean[n - 1] for one in estimates])
    error = unbiased.std() / np.sqrt(unbiased.size)
    assert abs(unbiased.mean() - n / (n + 1)) < 5 * error
    assert plug_in.mean() < n / (n + 1) - 5 * error


def test_many_scores_keep_their_digits():
    scores = np.linspace(1e6, 1e6 + 1, 2000)
    expected = expected_best(scores)
    assert np.isfinite(expected.unbiased).all()
    assert expected.unbiased[-1] == scores[-1]
    assert (np.diff(expected.mean) > 0).all()
    # Of n draws of the numbers 1 to N: N - sum of (i / N)^n over i < N.
    places = np.arange(2000) / 2000
    best = 2000 - (places[:, None] ** np.arange(1, 2001)).sum(axis=0)
    assert expected.mean == pytest.approx(1e6 + (best - 1) / 1999, rel=1e-13)


@pytest.mark.parametrize("scores", [[], [1.0, float("nan")], [float("inf")]])
def test_no_scores(scores):
    with pytest.raises(ValueError):
        expected_best(scores)
