"""The refusal of a whole file."""

from __future__ import annotations

from registry.codes.files import FileTrouble


class FileRefused(Exception):
    """
    A file is refused as a whole; nothing of it was read.

    Crosses process borders (it pickles by its code and facts).

    Parameters
    ----------
    trouble
        Why; its value is the stable code.
    facts
        What the sentences name: parts, cells, limits.

    """

    def __init__(self, trouble: FileTrouble, facts: dict[str, object] | None = None) -> None:
        super().__init__(trouble, facts or {})
        self.trouble = trouble
        self.facts = facts or {}
        self.sentence_zh, self.sentence_en = trouble.sentences(**self.facts)

    def __str__(self) -> str:
        return self.sentence_en


def refused(trouble: FileTrouble, **facts: object) -> FileRefused:
    """Return the refusal of a file for a reason with its facts."""
    return FileRefused(trouble, facts)
