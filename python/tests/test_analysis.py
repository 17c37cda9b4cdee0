"""Counts of programs that are small enough to count by hand."""

import json
import pickle
import subprocess
import sys
import threading

import pytest

import fpo


def test_counts_a_program_given_in_any_form(program, tmp_path):
    path = tmp_path / "f.mlir"
    path.write_text(program)

    class Module:
        def __str__(self):
            return program

    for model in (program, program.encode(), path, str(path), Module()):
        report = fpo.analyze(model)
        assert report.totals.fpo == 64 + 64 + 8
        assert report.totals.mac == 64
        assert report.status == "exact"
    assert fpo.analyze(path).to_dict()["file"] == str(path)


def test_conventions_and_parameters(program):
    assert fpo.analyze(program, convention="mac").totals.fpo == 64
    assert fpo.analyze(program, convention="torch").totals.fpo == 128
    totals = fpo.analyze(program, inputs=1).totals
    assert totals.params == 4 * 8
    assert (totals.add, totals.mul) == ({"f32": 72}, {"f32": 64})


def test_all_conventions_at_once(program):
    report = fpo.analyze(program, convention="all")
    assert {name: report[name].fpo for name in report.conventions} == {
        name: fpo.analyze(program, convention=name).totals.fpo
        for name in ("fpo", "mac", "torch", "xla")
    }
    assert report.conventions["fpo"].differences == ()
    # 72 of 136 are no multiply-accumulates: 64 of these are one with another, 8 are additions.
    shares = [each.share for each in report.conventions["mac"].differences]
    assert shares == pytest.approx([64 / 136, 8 / 136])
    assert "why they differ from fpo" in str(report)
    frame = report.to_pandas()
    assert [list(frame[name]) for name in ("fpo", "mac")] == [[128, 0, 8], [64, 0, 0]]
    for use in (fpo.assert_budget, fpo.diff):
        with pytest.raises(fpo.FpoError, match="one convention"):
            use(program, "fpo <= 1", convention="all")


def test_sizes_are_symbols_until_they_are_bound():
    text = """func.func @f(%x: tensor<?x3xf32>) -> tensor<?x3xf32> {
      %0 = arith.addf %x, %x : tensor<?x3xf32>
      return %0 : tensor<?x3xf32> }"""
    report = fpo.analyze(text)
    assert report.totals.fpo == "3*arg0.0"
    assert [(one.name, one.value) for one in report.symbols] == [("arg0.0", None)]
    large = 10**30
    assert fpo.analyze(text, bind={"arg0.0": large}).totals.fpo == 3 * large


def test_what_is_unknown_is_named():
    report = fpo.analyze("""func.func @f(%x: f32) -> f32 {
      %0 = "my.op"(%x) : (f32) -> f32 loc("net.mine")
      %1 = arith.addf %0, %x : f32
      return %1 : f32 }""")
    assert report.status == "unknown"
    assert report.totals.fpo == (1, None)
    (unknown,) = report.unknown
    assert (unknown.op, unknown.location) == ("my.op", "net.mine")
    assert "not registered" in unknown.reason


def test_what_holds_under_conditions_only_is_a_warning():
    with pytest.warns(fpo.FpoWarning, match="arg0.0"):
        report = fpo.analyze("""
        func.func @f(%x: tensor<?xf32>, %y: tensor<4xf32>) -> tensor<?xf32> {
          %0 = linalg.add ins(%x, %y : tensor<?xf32>, tensor<4xf32>)
                          outs(%x : tensor<?xf32>) -> tensor<?xf32>
          return %0 : tensor<?xf32> }""")
    assert [one.severity for one in report.diagnostics] == ["warning"]


def test_rules_price_ops(tmp_path):
    rule = tmp_path / "rule.mlir"
    rule.write_text("""fpo.rule @twice of "my.op"(%x: !fpo.float) -> !fpo.float {
      %0 = arith.mulf %x, %x : !fpo.float
      %1 = arith.addf %0, %x : !fpo.float
      fpo.yield %1 : !fpo.float }""")
    model = """func.func @f(%x: tensor<5xf32>) -> tensor<5xf32> {
      %0 = "my.op"(%x) : (tensor<5xf32>) -> tensor<5xf32>
      return %0 : tensor<5xf32> }"""
    assert fpo.analyze(model).status == "unknown"
    report = fpo.analyze(model, rules=[rule])
    assert (report.status, report.totals.fpo) == ("exact", 10)
    rule.write_text("broken")
    with pytest.raises(fpo.FpoError, match="rule.mlir:1:1"):
        fpo.analyze(model, rules=[rule])


def test_errors_carry_diagnostics(tmp_path):
    with pytest.raises(fpo.FpoError) as caught:
        fpo.analyze("func.func @f() { return %x : f32 }")
    (error,) = caught.value.diagnostics
    assert error.severity == "error"
    assert error.location.startswith("<str>:1:")
    assert "undeclared" in error.message
    with pytest.raises(fpo.FpoError, match="can't be read"):
        fpo.analyze(tmp_path / "none.mlir")
    with pytest.raises(fpo.FpoError, match="convention 'flops' is none of all, fpo, mac, "):
        fpo.analyze("module {}", convention="flops")
    with pytest.raises(fpo.FpoError, match="nested deeper than"):
        fpo.analyze("(" * 100000 + "\n")
    assert pickle.loads(pickle.dumps(caught.value)).diagnostics == caught.value.diagnostics


def test_views(program):
    report = fpo.analyze(program)
    assert "FPO" in str(report) and "136" in str(report)
    assert report.to_csv().splitlines()[0].startswith("id,op,function")
    assert "| " in report.to_markdown()
    frame = report.to_pandas()
    assert frame["fpo"].sum() == 136
    assert list(frame["op"]) == ["linalg.matmul", "math.absf", "arith.addf"]
    tree = report.tree
    assert tree.children["net"].fpo == 136
    assert tree.children["net"].children["fc"].mac == 64


def test_a_report_survives_json_and_pickle(program):
    report = fpo.analyze(program)
    read = fpo.CostReport.from_json(report.to_json())
    assert read.totals == report.totals and read.ops == report.ops
    assert pickle.loads(pickle.dumps(report)).to_markdown() == report.to_markdown()
    for text in ("[]", "{}", json.dumps({"schema": "fpo-report/9"}), "no JSON"):
        with pytest.raises(fpo.FpoError):
            fpo.CostReport.from_json(text)


def test_annotate_and_explain(program):
    annotated = fpo.annotate(program)
    assert "fpo = 128" in annotated
    assert fpo.analyze(annotated).totals.fpo == 136
    assert "math.tanh" in fpo.explain("math.tanh")
    with pytest.raises(fpo.FpoError, match="math.tanh"):
        fpo.explain("math.tanhh")


def test_threads_do_not_disturb_each_other(program):
    counts = []
    threads = [
        threading.Thread(target=lambda: counts.append(fpo.analyze(program).totals.fpo))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counts == [136] * 8


def test_import_takes_no_large_package():
    code = """import sys, fpo
large = ("numpy", "pandas", "torch", "ray", "click", "fpo._fpo")
print([name for name in large if name in sys.modules])"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
