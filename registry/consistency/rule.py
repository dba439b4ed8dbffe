"""What a consistency rule is: one small function over frames, and everything a person needs to read it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from registry.codes import Code, IssueSeverity, SourceMark
from registry.frame import Frame

if TYPE_CHECKING:
    from registry.consistency.frames import Frames

#: Frames and threshold in; a frame with `record_id`, `region_id`, the facts, and maybe `others` out.
Finder: TypeAlias = "Callable[[Frames, int], Frame]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """
    A consistency rule as data.

    Parameters
    ----------
    code
        Stable name in upper case.
    subject
        Table whose records it finds.
    reads
        Every table it looks at; looking at another is an error.
    title, title_zh
        What is wrong, in a few words.
    sentence, sentence_zh
        The finding in words; `{name}` stands for a fact.
    fix, fix_zh
        What to do about it.
    mutation
        The mutation of the API that does it, when there is one.
    threshold, unit
        The figure an office may change, and what it counts; None for a rule without one.
    words
        Facts that are codes, and their enumeration.
    mark, citation
        How far the rule's figure can be believed, and where it is from.

    """

    code: str
    subject: str
    reads: tuple[str, ...]
    severity: IssueSeverity
    title: str
    title_zh: str
    sentence: str
    sentence_zh: str
    fix: str
    fix_zh: str
    find: Finder
    mutation: str | None = None
    threshold: int | None = None
    unit: str | None = None
    words: Mapping[str, type[Code]] = field(default_factory=dict[str, "type[Code]"])
    mark: SourceMark = SourceMark.INFERRED
    citation: str = "records that contradict each other"

    def in_words(self, facts: Mapping[str, Any]) -> tuple[str, str]:
        """Return the sentence of a finding, in English and in Chinese."""
        english, chinese = dict(facts), dict(facts)
        for name, enum in self.words.items():
            english[name], chinese[name] = enum(facts[name]).en, enum(facts[name]).zh
        return self.sentence.format(**english), self.sentence_zh.format(**chinese)


def finding(frame: Frame, *facts: str, id: str = "id", region: str = "region_id") -> Frame:  # noqa: A002 -- the key is called id everywhere
    """Return the findings a rule's frame holds: the columns of id, region and facts (and `others`)."""
    kept = [*facts, "others"] if "others" in frame.columns else list(facts)
    return frame[[id, region, *kept]].rename(columns={id: "record_id", region: "region_id"})
