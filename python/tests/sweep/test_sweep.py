"""Sweeps: the same rows in the same order, whoever does the work, and whoever dies."""

import json
import subprocess
import sys
import time

import pytest

import fpo
from fpo.sweep import (
    Journal,
    ProcessExecutor,
    RayExecutor,
    Task,
    make_tasks,
    sweep,
)
from fpo.sweep.tasks import run_task
from fpo.sweep.views import to_csv, to_json, to_markdown

PRODUCT = """
func.func @forward(%a: tensor<?x8xf32>, %b: tensor<8x4xf32>) -> tensor<?x4xf32> {
  %zero = arith.constant 0 : index
  %rows = tensor.dim %a, %zero : tensor<?x8xf32>
  %init = tensor.empty(%rows) : tensor<?x4xf32>
  %c = linalg.matmul ins(%a, %b : tensor<?x8xf32>, tensor<8x4xf32>)
      outs(%init : tensor<?x4xf32>) -> tensor<?x4xf32>
  return %c : tensor<?x4xf32>
}
"""


class Here:
    """Does the work in this process, and remembers what it was asked for."""

    def __init__(self):
        self.asked = []

    def run(self, function, work):
        self.asked += work
        # Backwards: the order of rows is not that of results.
        for key, arguments in reversed(work.items()):
            yield key, function(*arguments)


@pytest.fixture
def product(tmp_path):
    path = tmp_path / "product.mlir"
    path.write_text(PRODUCT)
    return str(path)


def counts(rows):
    return [row.report["totals"]["fpo"] for row in rows]


def test_rows_are_in_the_order_of_tasks(product):
    tasks = make_tasks([product], {"arg0.0": [3, 1, 2]})
    rows = sweep(tasks, executor=Here())
    # m x 8 x 4 additions and multiplications.
    assert counts(rows) == [2 * 32 * m for m in (3, 1, 2)]
    assert [row.task for row in rows] == list(tasks)
    assert rows[0].report == fpo.analyze(product, bind={"arg0.0": 3}).to_dict()


def test_processes_give_the_same(product):
    tasks = make_tasks([product], {"arg0.0": [1, 2, 3]})
    assert sweep(tasks, executor=ProcessExecutor(2)) == sweep(tasks, executor=Here())


def test_what_is_finished_is_not_done_again(product, tmp_path):
    tasks = make_tasks([product], {"arg0.0": [1, 2, 3, 4]})
    with Journal(tmp_path / "sweep.db") as journal:
        sweep(tasks[:2], journal=journal, executor=Here())
        here, seen = Here(), []
        rows = sweep(tasks, journal=journal, executor=here, on_progress=seen.append)
        assert here.asked == [task.key for task in tasks[2:]]
        assert counts(rows) == [64, 128, 192, 256]
        assert [(one.finished, one.total) for one in seen] == [(2, 4), (3, 4), (4, 4)]


def test_an_interrupted_sweep_keeps_what_it_has(product, tmp_path):
    class Interrupted(Here):
        def run(self, function, work):
            for number, pair in enumerate(super().run(function, work)):
                if number == 3:
                    raise KeyboardInterrupt
                yield pair

    tasks = make_tasks([product], {"arg0.0": list(range(1, 7))})
    with Journal(tmp_path / "sweep.db") as journal:
        with pytest.raises(KeyboardInterrupt):
            sweep(tasks, journal=journal, executor=Interrupted())
        assert len(journal) == 3
        here = Here()
        assert counts(sweep(tasks, journal=journal, executor=here)) == [64 * m for m in range(1, 7)]
        assert len(here.asked) == 3


def test_the_same_is_done_once(product):
    here = Here()
    (task,) = make_tasks([product], {"arg0.0": [5]})
    rows = sweep([task, Task(task.model, task.options, bytes(task.content)), task], executor=here)
    assert len(here.asked) == 1
    assert counts(rows) == [320] * 3


def test_keys_tell_apart_what_differs(product):
    (task,) = make_tasks([product])
    keys = {
        one.key
        for one in (
            task,
            Task(task.model, {"bind": {"arg0.0": 1}}, task.content),
            Task(task.model, {"convention": "mac"}, task.content),
            Task(task.model, {}, task.content + b"\n"),
        )
    }
    assert len(keys) == 4


def test_a_model_that_fails_is_a_row(product, tmp_path):
    bad = tmp_path / "bad.mlir"
    bad.write_text("func.func @f() { return %x : f32 }")
    tasks = make_tasks([str(bad), product], {"arg0.0": [1]})
    failed, right = sweep(tasks, executor=Here())
    assert failed.report is None and "bad.mlir:1:" in failed.error
    assert right.error is None and counts([right]) == [64]
    table = to_csv([failed, right]).splitlines()
    assert table[0].startswith("model,bind.arg0.0,status,fpo,mac,")
    assert table[1].startswith(f"{bad},1,error,,,")
    assert table[2].startswith(f"{product},1,exact,64,32,")
    assert "| error |" in to_markdown([failed, right])
    document = json.loads(to_json([failed, right]))
    assert [sorted(row) for row in document["rows"]] == [
        ["error", "model", "name", "options"],
        ["model", "name", "options", "report"],
    ]


def test_an_open_size_is_an_expression(product):
    (row,) = sweep(make_tasks([product]), executor=Here())
    assert ",64*arg0.0," in to_csv([row])


def test_worker_reports_the_name_that_was_given(product):
    report = run_task("elsewhere/p.mlir", {"bind": {"arg0.0": 1}}, PRODUCT.encode())["report"]
    assert report["file"] == "elsewhere/p.mlir"
    assert report["ops"][0]["loc"].startswith("elsewhere/p.mlir:")


DRIVER = """
import sys
from fpo.sweep import Journal, ProcessExecutor, make_tasks, sweep

if __name__ == "__main__":
    tasks = make_tasks([sys.argv[1]], {"arg0.0": list(range(1, 1001))})
    sweep(tasks, journal=Journal(sys.argv[2]), executor=ProcessExecutor(1))
"""


@pytest.mark.long
def test_a_driver_that_dies_has_kept_what_was_finished(product, tmp_path):
    script, path = tmp_path / "driver.py", tmp_path / "sweep.db"
    script.write_text(DRIVER)
    driver = subprocess.Popen([sys.executable, script, product, path])
    deadline = time.monotonic() + 60
    while not path.exists() or len(Journal(path)) < 20:
        assert driver.poll() is None and time.monotonic() < deadline
        time.sleep(0.05)
    driver.kill()
    driver.wait()
    tasks = make_tasks([product], {"arg0.0": list(range(1, 1001))})
    with Journal(path) as journal:
        kept = len(journal)
        here = Here()
        rows = sweep(tasks, journal=journal, executor=here)
    assert 20 <= kept < 1000
    assert len(here.asked) == 1000 - kept
    assert counts(rows) == [64 * m for m in range(1, 1001)]


@pytest.mark.long
def test_a_node_that_dies_takes_nothing_with_it(product, tmp_path):
    """A cluster of three nodes, one of which is killed in a sweep of 200; another comes later."""
    ray = pytest.importorskip("ray")
    from ray.cluster_utils import Cluster

    tasks = make_tasks([product], {"arg0.0": list(range(1, 201))})
    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 1})
    try:
        nodes = [cluster.add_node(num_cpus=2), cluster.add_node(num_cpus=2)]
        cluster.wait_for_nodes()
        ray.init(address=cluster.address, log_to_driver=False)
        assert len([node for node in ray.nodes() if node["Alive"]]) == 3
        finished = []

        def progress(now):
            finished.append(now.finished)
            if now.finished == 60:
                cluster.remove_node(nodes[0], allow_graceful=False)
            if now.finished == 120:
                cluster.add_node(num_cpus=2)

        with Journal(tmp_path / "sweep.db") as journal:
            recorded = []
            keep = journal.record
            journal.record = lambda key, outcome: recorded.append(key) or keep(key, outcome)
            rows = sweep(tasks, journal=journal, executor=RayExecutor(), on_progress=progress)
            assert len(journal) == 200
        assert not nodes[0].any_processes_alive()
    finally:
        ray.shutdown()
        cluster.shutdown()
    assert sorted(recorded) == sorted(task.key for task in tasks)
    assert finished == list(range(201))
    assert counts(rows) == [64 * m for m in range(1, 201)]
    assert rows == sweep(tasks, executor=Here())
