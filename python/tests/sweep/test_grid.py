"""Tasks from grids: which there are, in which order, and what is said of grids that are wrong."""

import pytest

from fpo.errors import FpoError
from fpo.sweep import make_tasks, parse_sizes, read_grid


@pytest.fixture
def folder(tmp_path):
    for name in ("b", "a"):
        (tmp_path / f"{name}.mlir").write_text(f"module @{name} {{}}")
    return tmp_path


def test_every_combination_in_order(folder):
    tasks = make_tasks(
        [f"{folder}/*.mlir"], {"m": [1, 2], "n": [5]}, {"convention": ["fpo", "mac"]}
    )
    assert [task.name for task in tasks[::2]] == [
        "a.mlir[m=1,n=5]",
        "a.mlir[m=2,n=5]",
        "b.mlir[m=1,n=5]",
        "b.mlir[m=2,n=5]",
    ]
    assert tasks[1].options == {"bind": {"m": 1, "n": 5}, "convention": "mac"}
    assert tasks[0].content == b"module @a {}"
    assert tasks[0].content is tasks[1].content


@pytest.mark.parametrize(
    ("text", "sizes"),
    [("7", [7]), ("1,2, 8", [1, 2, 8]), ("64:256:x2", [64, 128, 256]), ("1:7:3", [1, 4, 7])],
)
def test_sizes(text, sizes):
    assert parse_sizes(text) == sizes


@pytest.mark.parametrize("text", ["", "a", "1:2", "1:5:0", "1:5:x1", "0:5:x2", "1.5"])
def test_sizes_that_are_none(text):
    with pytest.raises(FpoError):
        parse_sizes(text)


TOML = 'models = ["*.mlir"]\n[bind]\nm = "1:4:x2"\n[options]\nconvention = ["fpo", "mac"]\n'
YAML = "models: ['*.mlir']\nbind: {m: [1, 2, 4]}\noptions: {convention: [fpo, mac]}\n"


def test_files_say_the_same(folder):
    stated = []
    for name, text in (("grid.toml", TOML), ("grid.yaml", YAML)):
        if name == "grid.yaml":
            pytest.importorskip("yaml")
        (folder / name).write_text(text)
        stated.append(read_grid(folder / name))
        assert len(stated[-1]) == 2 * 3 * 2
    assert all(one == stated[0] for one in stated)


def test_rows_of_a_csv_file_are_tasks(folder):
    (folder / "grid.csv").write_text("model,bind.m,convention\nb.mlir,3,mac\na.mlir,,\nb.mlir,4,\n")
    tasks = read_grid(folder / "grid.csv")
    assert [task.name for task in tasks] == ["b.mlir[m=3]", "a.mlir", "b.mlir[m=4]"]
    assert tasks[0].options == {"bind": {"m": 3}, "convention": "mac"}
    assert tasks[0].content is tasks[2].content


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("g.toml", "models = 3", "g.toml: error: expected 'models', a list"),
        ("g.toml", "models = [", "g.toml: error: "),
        ("g.toml", "models = ['c.mlir']", "c.mlir: error: there is no such file|no such file"),
        ("g.toml", "models = []\nbinds = {}", "'binds' is none of models, bind, options"),
        ("g.toml", "models = []\nbind = 4", "expected names and values in 'bind'"),
        ("g.toml", "models = []\nbind = {m = ['x']}", "the sizes of 'm' are no integers"),
        ("g.csv", "file\na.mlir\n", "g.csv:1: error: there is no column 'model'"),
        ("g.csv", "model,bind.m\na.mlir,x\n", "g.csv:2: error: column 'bind.m' is no size: 'x'"),
        ("g.csv", "model,bind.m\na.mlir\n", "g.csv:2: error: expected a model"),
    ],
)
def test_errors(folder, name, text, message):
    (folder / name).write_text(text)
    with pytest.raises(FpoError, match=message):
        read_grid(folder / name)
