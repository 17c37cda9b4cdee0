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


BRANCH = """func.func @f(%c: i1, %x: f32) -> f32 {
  %0 = scf.if %c -> f32 {
    %1 = arith.addf %x, %x : f32
    %2 = arith.mulf %1, %x : f32
    %3 = arith.mulf %2, %x : f32
    scf.yield %3 : f32
  } else {
    %1 = arith.addf %x, %x : f32
    scf.yield %1 : f32
  }
  return %0 : f32 }"""


@pytest.mark.parametrize(
    ("limit", "is_kept"),
    [
        ("fpo <= 3", True),
        ("fpo < 3", False),
        ("fpo <= 2.999999999999999999", False),
        ("fpo >= 1", True),
        ("fpo >= 0.99999999999999999999", True),
        ("fpo > 1", False),
        ("fpo == 3", False),
        ("fpo == 1", False),
        ("mul >= 0", True),
        ("mul <= 2", True),
        ("mul <= 1.9", False),
        ("fpo <= .003k", True),
        ("fpo <= 3.", True),
        ("fpo <= 3E0 @f", True),
        ("fpo <= 1e-400", False),
        ("fpo <= 1e400", True),
    ],
)
def test_intervals_keep_to_limits_with_both_ends(limit, is_kept):
    expected = [] if is_kept else [limit]
    found = broken_limits(fpo.analyze(BRANCH), limit)
    assert [each.partition(":")[0] for each in found] == expected


def test_numbers_beyond_floating_point():
    # 10^30 has no exact double, nor has what is next to it.
    report = fpo.analyze(
        """func.func @f(%x: tensor<?xf32>) -> tensor<?xf32> {
          %0 = arith.addf %x, %x : tensor<?xf32>
          return %0 : tensor<?xf32> }""",
        bind={"arg0.0": 10**30},
    )
    kept = ["fpo <= 1e30", "fpo == 1e30", f"fpo < {10**30 + 1}", f"fpo < {10**30}.{'0' * 40}1"]
    assert broken_limits(report, *kept, "fpo >= 1000000000000000P") == []
    broken = ["fpo < 1e30", f"fpo <= {10**30 - 1}", f"fpo >= {10**30}.{'0' * 40}1"]
    assert len(broken_limits(report, *broken)) == 3


@pytest.mark.parametrize(
    "limit",
    ["fpo <= -1", "fpo <= +3", "fpo <= nan", "fpo <= inf", "fpo <= 0x10", "fpo <= 1,000", "<= 3"]
    + ["FPO <= 3", "intensity <= 3", "unknown <= 0 @f", "fpo <= 3 @f @f", "fpo <=", "fpo <= 3EiB"],
)
def test_limits_that_look_like_others(program, limit):
    with pytest.raises(fpo.FpoError):
        fpo.assert_budget(program, limit)
