"""
What is a marking of classification: stamps and banners, wherever a file may carry them.

A *stamp* is a level with a star (秘密★10年, 机密★, 绝密★长期: the national form of the marking) and counts
anywhere. A *banner* is a level standing alone (机密, 【秘密】, 密级：绝密, SECRET, CONFIDENTIAL) and counts
as a whole cell above or in the first rows of data, in headers and footers, in names of sheets, in document
properties, in a column headed 密级, and as a part of the file's name between separators.

What is deliberately not taken for a marking, because offices write it every day: 保密 (a duty, not a level),
商业秘密 and 秘密 within a sentence or a company's name, 内部资料, "unclassified". Files that are classified
and not marked cannot be recognized; that stays the office's duty.
Source of the levels: Law on Guarding State Secrets (2024), the article on levels and markings; English
words are assumed to be banners of foreign forms.
"""

from __future__ import annotations

import re
import unicodedata

_LEVELS = "绝密|机密|秘密"
_STAMP = re.compile(rf"(?:{_LEVELS})\s{{0,3}}[★☆⭐✩✭*＊]")
_STAMP_BYTES = re.compile(
    # a class of characters would be one of bytes here: every star is an alternative of its own
    rf"(?:{_LEVELS})\s{{0,3}}(?:★|☆|⭐|✩|✭|&#(?:x260[56]|973[34]);)".encode()
)
_LEVEL_BYTES = tuple(level.encode() for level in _LEVELS.split("|"))
_SPACED = r"绝\s*密|机\s*密|秘\s*密"
_ENGLISH = r"top\s+secret|secret|confidential|classified"
_ENDS = r"[\s\[\]【】〔〕（）()<>《》“”\"':：/|_.,，。!！#=-]"
_TERM = r"(?:\d+\s*[年月]|长期|[★☆*].*)?"
_BANNER = re.compile(
    rf"^{_ENDS}*(?:(?:密级|定密|classification|security){_ENDS}*)?(?:{_SPACED}|{_ENGLISH}){_TERM}"
    rf"(?:\s*//.*)?{_ENDS}*$",
    re.IGNORECASE,
)
_IN_NAME = re.compile(
    rf"(?:^|{_ENDS}|\s)(?:{_LEVELS}|top[ _-]?secret|secret|confidential|classified)(?=$|{_ENDS}|\s|\d+年)",
    re.IGNORECASE,
)
_IN_TITLE = re.compile(r"绝密|机密|(?<!商业)秘密(?!码)|\btop[ _-]secret\b|\bclassified\b", re.IGNORECASE)


def find_stamp(window: bytes) -> str | None:
    """
    Return the first stamp in a piece of UTF-8 text, None without one.

    Examples
    --------
    >>> find_stamp("名册 机密★5年".encode()), find_stamp("不属“机密”范围".encode())
    ('机密★', None)

    """
    if not any(level in window for level in _LEVEL_BYTES):
        return None
    found = _STAMP_BYTES.search(window)
    return found.group().decode() if found else None


def marking_of(text: str) -> str | None:
    """
    Return the marking a text of its own (a cell, a property, a sheet's name) is or carries.

    Examples
    --------
    >>> marking_of("机 密"), marking_of("【秘密】"), marking_of("队伍名册 秘密★10年")
    ('机 密', '【秘密】', '秘密★')
    >>> marking_of("保密"), marking_of("商业秘密保护专员"), marking_of("Unclassified")
    (None, None, None)

    """
    if len(text) > 4_000:
        text = text[:4_000]
    plain = unicodedata.normalize("NFKC", text).strip()
    if stamp := _STAMP.search(plain):
        return stamp.group()
    return text.strip() if len(plain) < 60 and _BANNER.match(plain) else None


def marking_of_name(name: str) -> str | None:
    """
    Return the marking within a file's name.

    Examples
    --------
    >>> marking_of_name("队伍名册（机密）.xlsx"), marking_of_name("secret_teams.csv")
    ('机密', 'secret')
    >>> marking_of_name("商业秘密保护队.xlsx"), marking_of_name("secretary.xlsx")
    (None, None)

    """
    found = _IN_NAME.search(unicodedata.normalize("NFKC", name)) or _STAMP.search(name)
    return found.group().strip("[]【】（）() _-.") if found else None


def level_in_title(text: str) -> str | None:
    """
    Return the level that a document's title, subject or keywords name.

    A title is short, so a level within it counts too; in a sentence of a text it would not.

    Examples
    --------
    >>> level_in_title("绝密方案"), level_in_title("商业秘密协议"), level_in_title("unclassified")
    ('绝密', None, None)

    """
    found = _IN_TITLE.search(text)
    return found.group() if found else None
