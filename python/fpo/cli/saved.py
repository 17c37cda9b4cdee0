"""Reports that were saved as JSON, by themselves or as the rows of a sweep."""

from __future__ import annotations

import json
from pathlib import Path

import fpo
from fpo.errors import FpoError


def is_saved(model: str) -> bool:
    """Whether an argument names a file of reports, and no model."""
    return model.endswith(".json")


def read_reports(path: str) -> list[tuple[str, fpo.CostReport]]:
    """The reports in a file, with a name each: one (``fpo-report/1``), which is named by the file,
    or all of a sweep (``fpo-sweep/1``), which have the names of their rows.

    Raises FpoError for what is neither, and if a row of the sweep has no report.
    """
    try:
        text = Path(path).read_text(encoding="utf-8")
        document = json.loads(text)
        schema = document["schema"]
    except OSError as error:
        raise FpoError.of(f"can't be read: {error.strerror}", path) from None
    except (ValueError, TypeError, KeyError):
        raise FpoError.of("is no report of fpo", path) from None
    if schema == "fpo-report/1":
        return [(Path(path).stem, fpo.CostReport.from_json(text))]
    if schema != "fpo-sweep/1":
        raise FpoError.of(f"is of the schema '{schema}', not fpo-report/1 or fpo-sweep/1", path)
    reports = []
    for row in document["rows"]:
        if "report" not in row:
            raise FpoError.of(f"has no report of '{row['name']}': {row['error']}", path)
        reports.append((row["name"], fpo.CostReport.from_json(json.dumps(row["report"]))))
    return reports
