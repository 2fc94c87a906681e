"""What could not be read, as a value: one bad article never stops the others."""

from __future__ import annotations

from dataclasses import dataclass

from kgraph.errors import InputError


@dataclass(frozen=True, slots=True)
class Skipped:
    """An input, or one record of it, that gave no article.

    `name` is the file, address or record ("news.jsonl, line 3"); `reason` says why in a few words.
    """

    name: str
    reason: str

    @classmethod
    def because(cls, error: InputError) -> Skipped:
        """The same thing said as a value."""
        return cls(error.name, error.reason)

    @property
    def error(self) -> InputError:
        """The same thing as an error to raise, for those who want to stop here."""
        return InputError(self.name, self.reason)

    def __str__(self) -> str:
        return f"{self.name}: {self.reason}"
