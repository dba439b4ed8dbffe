"""The notice to an employer as a letter to print: one HTML page an employer, in Chinese or English."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from uuid import UUID

from registry.service.notices import NOTICE_DAYS, Told
from registry.tables import Person, Team

_STYLE = """
body { font-family: "Noto Serif CJK SC", "SimSun", serif; max-width: 42rem; margin: 2rem auto; }
article { page-break-after: always; break-after: page; padding: 1rem 0 2rem; }
h1 { text-align: center; font-size: 1.4rem; } footer { text-align: right; }
table { border-collapse: collapse; width: 100%; } td, th { border: 1px solid #333; padding: .3rem .6rem; }
.receipt { margin-top: 2rem; border-top: 1px dashed #333; padding-top: .6rem; }
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterWords:
    """The sentences of a letter in one language; the braces are filled in."""

    lang: str
    title: str
    greeting: str
    body: str
    number: str
    name: str
    hidden: str
    due: str
    late: str
    receipt: str


ZH = LetterWords(
    lang="zh-CN",
    title="关于安排人员参加训练的通知",
    greeting="{employer}：",
    body="{team}定于{training}起组织训练。贵单位以下{persons}名人员编入该队，请安排参加，并做好工作衔接。",
    number="人员编号",
    name="姓名",
    hidden="（无权显示）",
    due="本通知应于{due}前送达（训练前{days}日）。",
    late="本通知晚于上述期限发出，敬请谅解并尽早回复。",
    receipt="回执：已收到上述通知。　　收件人：＿＿＿＿＿＿　　日期：＿＿＿＿＿＿",
)
EN = LetterWords(
    lang="en",
    title="Notice of a training of your employees",
    greeting="To {employer}:",
    body="{team} holds a training that begins on {training}. Called are those of your employees who serve in"
    " it ({persons}), as listed below; please let them take part and arrange for their work.",
    number="Number",
    name="Name",
    hidden="(not shown)",
    due="This notice is due by {due}, {days} days before the training.",
    late="It is sent later than that; please bear with us and answer soon.",
    receipt="Receipt: we have received this notice.   Name: ____________   Date: ____________",
)


def notice_letters(
    team: Team,
    training_on: date,
    told: Sequence[Told],
    called: Mapping[UUID, Sequence[Person]],
    *,
    sender: str,
    dated: date,
    words: LetterWords = ZH,
    names: bool = False,
) -> str:
    """
    Return an HTML document with one page for each employer, to be printed by the office.

    Parameters
    ----------
    team, training_on
        Who is trained, and the first day of the training.
    told
        The employers to write to.
    called
        The members of each employer, by its id; those without an entry are counted but not listed.
    sender, dated
        The office that sends the letters and the day on them; a day after the due one is said.
    words
        The language: `ZH` or `EN`.
    names
        Whether names are written beside the pseudonyms: only for those with the right to see them.

    """
    parts = [
        _letter(team, training_on, each, called.get(each.organization.id, ()), sender, dated, words, names)
        for each in told
    ]
    return (
        f'<!doctype html>\n<html lang="{words.lang}"><head><meta charset="utf-8">'
        f"<title>{escape(words.title)}</title><style>{_STYLE}</style></head>\n"
        f"<body>\n{''.join(parts)}</body></html>\n"
    )


def _letter(
    team: Team,
    training_on: date,
    told: Told,
    people: Sequence[Person],
    sender: str,
    dated: date,
    words: LetterWords,
    names: bool,
) -> str:
    """Return one letter."""
    facts = {
        "employer": told.organization.name,
        "team": team.name,
        "training": _day(training_on, words),
        "persons": told.persons,
        "due": _day(told.due_on, words),
        "days": NOTICE_DAYS,
    }
    sentences = [words.body, words.due, *([words.late] if dated > told.due_on else [])]
    paragraphs = [f"<p>{escape(each.format(**facts))}</p>" for each in sentences]
    paragraphs.insert(1, _table(people, words, names))
    return (
        f"<article><h1>{escape(words.title)}</h1>\n<p>{escape(words.greeting.format(**facts))}</p>\n"
        f"{''.join(paragraphs)}\n<footer>{escape(sender)}<br>{_day(dated, words)}</footer>\n"
        f'<p class="receipt">{escape(words.receipt)}</p></article>\n'
    )


def _table(people: Sequence[Person], words: LetterWords, names: bool) -> str:
    """Return the list of those called."""
    lines = [
        f"<tr><td>{escape(each.reference)}</td><td>{escape(each.name if names else words.hidden)}</td></tr>"
        for each in people
    ]
    return f"<table><tr><th>{words.number}</th><th>{words.name}</th></tr>{''.join(lines)}</table>"


def _day(day: date, words: LetterWords) -> str:
    """Return a day as the language writes it."""
    return f"{day.year}年{day.month}月{day.day}日" if words is ZH else day.isoformat()
