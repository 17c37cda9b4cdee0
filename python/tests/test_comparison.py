import fpo


def test_what_changed(program):
    after = program.replace("arith.addf %1, %1", "arith.mulf %1, %1").replace("8x2", "8x2")
    found = fpo.diff(program, after)
    assert not found.totals  # an addition less, a multiplication more
    assert [(one.op.op, one.fpo.change) for one in found.ops] == [
        ("arith.mulf", 8),
        ("arith.addf", -8),
    ]
    assert "+ net.act arith.mulf   0 -> 8   +8" in str(found)
    assert not fpo.diff(program, program)
    assert str(fpo.diff(program, program)) == "no change"


def test_totals_and_symbols():
    def text(size, op):
        return f"""func.func @f(%x: tensor<{size}x3xf32>) -> tensor<{size}x3xf32> {{
          %0 = arith.{op} %x, %x : tensor<{size}x3xf32>
          return %0 : tensor<{size}x3xf32> }}"""

    found = fpo.diff(text(2, "addf"), text(4, "addf"))
    assert (found.totals["fpo"].before, found.totals["fpo"].after) == (6, 12)
    assert "+6  +100.0 %" in str(found)
    open_ = fpo.diff(text("?", "addf"), text("?", "divf"))
    # A division of f32 is 2 ADD and 5 MUL.
    assert open_.totals["fpo"].change == "18*arg0.0"
    assert "by 18*arg0.0" in str(open_)
