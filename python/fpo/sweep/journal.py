"""What a sweep has finished, in a SQLite file that outlives it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from fpo.errors import FpoError

#: Changes with the table.
_VERSION = 1


class Journal:
    """Outcomes by the keys of their tasks. Each is written once, when it is there, and stays.

    Several processes can use one file.
    """

    def __init__(self, path: str | Path):
        """Opens the file at ``path``, or makes it. Raises FpoError if it is no such journal."""
        try:
            self._connection = sqlite3.connect(path, timeout=30, isolation_level=None)
            (version,) = self._connection.execute("PRAGMA user_version").fetchone()
            if version not in (0, _VERSION):
                raise FpoError.of(f"is a journal of version {version}, not {_VERSION}", str(path))
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute(
                "CREATE TABLE IF NOT EXISTS finished("
                "key TEXT PRIMARY KEY, outcome TEXT NOT NULL, "
                "at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP)"
            )
            self._connection.execute(f"PRAGMA user_version = {_VERSION}")
        except sqlite3.Error as error:
            raise FpoError.of(f"can't be used as a journal: {error}", str(path)) from None

    def close(self) -> None:
        self._connection.close()

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def record(self, key: str, outcome: dict[str, Any]) -> bool:
        """Keeps ``outcome``; False if there was one of ``key``, which stays."""
        done = self._connection.execute(
            "INSERT OR IGNORE INTO finished(key, outcome) VALUES (?, ?)", (key, json.dumps(outcome))
        )
        return done.rowcount == 1

    def find(self, keys: Iterable[str]) -> dict[str, dict[str, Any]]:
        """The outcomes of those of ``keys`` that are finished."""
        found = {}
        for key in keys:
            row = self._connection.execute(
                "SELECT outcome FROM finished WHERE key = ?", (key,)
            ).fetchone()
            if row:
                found[key] = json.loads(row[0])
        return found

    def __len__(self) -> int:
        return self._connection.execute("SELECT count(*) FROM finished").fetchone()[0]
