"""Refusal of tables that carry a marking of classification (`registry.markings` says what one is)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from registry.codes.files import FileTrouble
from registry.intake.files.refusals import refused
from registry.markings import marking_of, marking_of_name

_HEADER_CODES = re.compile(r'&(?:"[^"]*"|K[0-9A-Fa-f]{6}|\d+|[A-Za-z])')


def check_texts(texts: Iterable[object], place: str) -> None:
    """
    Refuse the file if one of the texts is or carries a marking; what is no text is passed over.

    Raises
    ------
    FileRefused
        CLASSIFIED, with the place it was found in.

    """
    for text in texts:
        if isinstance(text, str) and text and (marking := marking_of(text)):
            raise refused(FileTrouble.CLASSIFIED, marking=marking[:60], place=place)


def check_name(name: str) -> None:
    """
    Refuse the file if its name carries a marking.

    Raises
    ------
    FileRefused
        CLASSIFIED.

    """
    if marking := marking_of_name(name):
        raise refused(FileTrouble.CLASSIFIED, marking=marking, place=name)


def header_texts(text: str) -> list[str]:
    """
    Return the left, middle and right texts of a printed header or footer without their codes.

    Examples
    --------
    >>> header_texts('&L机密&C第 &P 页&R&"宋体"&12秘密★')
    ['机密', '第  页', '秘密★']

    """
    return [_HEADER_CODES.sub("", part).strip() for part in re.split(r"&[LCR]", text) if part]
