"""Functions of files that make models."""

import pytest

import fpo
from fpo.importers.factory import load_factory, load_function


def write(folder, number):
    folder.mkdir()
    (folder / "part.py").write_text(f"NUMBER = {number}\n")
    (folder / "model.py").write_text("import part\ndef make():\n    return part.NUMBER\n")
    return f"{folder / 'model.py'}:make"


def test_modules_beside_the_file_are_its_own(tmp_path):
    one, two = write(tmp_path / "one", 1), write(tmp_path / "two", 2)
    assert [load_factory(each)[0] for each in (one, two, one)] == [1, 2, 1]
    (tmp_path / "two" / "part.py").unlink()
    with pytest.raises(fpo.FpoError, match="can't be imported: No module named 'part'"):
        load_factory(two)


def test_what_is_no_function(tmp_path):
    path = write(tmp_path / "one", 1).removesuffix(":make")
    assert load_function(f"{path}:make")() == 1
    with pytest.raises(fpo.FpoError, match="there is no function 'build'"):
        load_function(f"{path}:build")
    with pytest.raises(fpo.FpoError, match="there is no such file"):
        load_function(f"{tmp_path}/none.py:make")
