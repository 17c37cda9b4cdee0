"""What is said of programs that are not right."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Diagnostic:
    """One diagnostic of MLIR or of fpo.

    `severity` is "error", "warning", "remark" or "note"; `location` is "file:line:column" or as
    MLIR writes it, and empty if it is about no place of the program.
    """

    severity: str
    location: str
    message: str
    notes: tuple[Diagnostic, ...] = ()

    def __str__(self) -> str:
        place = f"{self.location}: " if self.location else ""
        lines = [f"{place}{self.severity}: {self.message}"]
        lines += [f"  {line}" for note in self.notes for line in str(note).splitlines()]
        return "\n".join(lines)


class FpoError(Exception):
    """A model can't be read, counted or compiled; `diagnostics` say where and why."""

    def __init__(self, *diagnostics: Diagnostic):
        super().__init__(*diagnostics)

    @classmethod
    def of(cls, message: str, location: str = "") -> FpoError:
        """One error with `message`."""
        return cls(Diagnostic("error", location, message))

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        return self.args

    def __str__(self) -> str:
        return "\n".join(map(str, self.diagnostics))


class FpoWarning(UserWarning):
    """What fpo warns of, such as sizes that agree only under conditions."""
