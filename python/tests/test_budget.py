"""Limits against counts that are known by hand."""

import pytest

import fpo
from fpo.budget import broken_limits


@pytest.mark.parametrize(
    "limit",
    [
        "fpo <= 136",
        "fpo<137",
        "fpo >= 136",
        "fpo > 135.99",
        "fpo <= 136.5",
        "fpo < 136.5",
        "fpo == 1.36e2",
        "fpo <= 0.136k",
        "fpo<=1e30",
        "mul <= 64",
        "mac == 64 @f",
        "peak <= 1KiB",
        "read <= 1 MB",
        "unknown == 0",
        "fpo <= 1360e-1",
    ],
)
def test_limits_that_are_kept(program, limit):
    fpo.assert_budget(program, limit)


@pytest.mark.parametrize(
    "limit",
    ["fpo <= 135", "fpo < 136", "fpo <= 135.99", "fpo >= 137", "fpo > 136", "mul == 63"],
)
def test_limits_that_are_broken_show_the_exact_value(program, limit):
    with pytest.raises(AssertionError, match="over budget: .* is (136|64)$"):
        fpo.assert_budget(program, limit)


@pytest.mark.parametrize(
    "limit, reason",
    [
        ("flops <= 3", "'flops', which the report does not have"),
        ("fpo <= 3 @g", "'@g', which the program does not run"),
        ("fpo = 3", "is not understood"),
        ("fpo <= x", "has no number"),
        ("fpo <= 3 apples", "the unit 'apples'"),
        ("fpo <= 3iB", "the unit 'iB'"),
        ("fpo <= 3 4", "has '4' behind"),
        ("fpo <= 1e9999", "too large an exponent"),
        ("fpo == 0.5", "counts are integers"),
        ("", "is not understood"),
    ],
)
def test_limits_that_make_no_sense(program, limit, reason):
    with pytest.raises(fpo.FpoError, match=reason):
        fpo.assert_budget(program, limit)


def test_what_is_not_certain_is_not_kept():
    unknown = fpo.analyze("""func.func @f(%x: f32) -> f32 {
      %0 = "my.op"(%x) : (f32) -> f32
      return %0 : f32 }""")
    assert broken_limits(unknown, "fpo <= 1e30", "fpo >= 0", "unknown == 1") == [
        "fpo <= 1e30: fpo is [0, ?]"
    ]
    symbolic = fpo.analyze("""func.func @f(%x: tensor<?xf32>) -> tensor<?xf32> {
      %0 = arith.addf %x, %x : tensor<?xf32>
      return %0 : tensor<?xf32> }""")
    assert broken_limits(symbolic, "fpo >= 0", "fpo <= 9") == ["fpo <= 9: fpo is arg0.0"]
