"""What is finished stays, whoever dies."""

import sqlite3

import pytest

from fpo.errors import FpoError
from fpo.sweep import Journal


def test_outcomes_stay_and_are_written_once(tmp_path):
    path = tmp_path / "sweep.db"
    with Journal(path) as journal:
        assert journal.record("a", {"report": {"fpo": 10**30}})
        assert not journal.record("a", {"error": "later"})
    with Journal(path) as journal, Journal(path) as other:
        assert other.record("b", {"error": "no"})
        assert journal.find(["a", "b", "c"]) == {
            "a": {"report": {"fpo": 10**30}},
            "b": {"error": "no"},
        }
        assert len(journal) == 2


def test_files_that_are_no_journals(tmp_path):
    path = tmp_path / "sweep.db"
    path.write_text("something else, and more than a hundred bytes of it" * 10)
    with pytest.raises(FpoError, match="can't be used as a journal"):
        Journal(path)
    with pytest.raises(FpoError, match="can't be used as a journal"):
        Journal(tmp_path / "no folder" / "sweep.db")
    other = sqlite3.connect(tmp_path / "other.db")
    other.execute("PRAGMA user_version = 7")
    other.close()
    with pytest.raises(FpoError, match="a journal of version 7"):
        Journal(tmp_path / "other.db")
