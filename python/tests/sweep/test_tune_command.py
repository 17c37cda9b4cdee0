"""``fpo tune`` from outside."""

import pytest
from click.testing import CliRunner

from fpo import tools
from fpo.cli.tune import tune

PROGRAM = """
func.func @f(%a: tensor<8x16xf32>, %b: tensor<16x32xf32>, %c: tensor<8x32xf32>)
    -> tensor<8x32xf32> {
  %0 = linalg.matmul ins(%a, %b : tensor<8x16xf32>, tensor<16x32xf32>)
      outs(%c : tensor<8x32xf32>) -> tensor<8x32xf32>
  return %0 : tensor<8x32xf32>
}
"""


@pytest.mark.long
def test_tunes_and_compiles(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    tools.run("fpo-run", "--calibrate", "--calibrate-seconds=1")
    # By another name than MLIR's it is imported.
    program, library = tmp_path / "program.txt", tmp_path / "program.so"
    program.write_text(PROGRAM)
    arguments = [str(program), "--local", "--trials", "2", "--inputs", "3", "-o", str(library)]
    result = CliRunner().invoke(tune, arguments, catch_exceptions=False)
    assert result.exit_code == 0
    assert "2 schedules" in result.output
    assert library.exists()
    assert (tmp_path / "fpo" / "tuning.db").exists()
