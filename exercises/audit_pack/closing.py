"""The last topics: what seals the records, how to check all this, and what the reader was not shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from exercises.audit_pack.headings import SEAL
from exercises.audit_pack.pack import Said, Topic, both
from exercises.audit_pack.ratings import Scope
from exercises.audit_pack.records import Reader
from exercises.readiness.rating_teams import Rated
from registry.access import SYSTEM, rows
from registry.acts import SHANGHAI
from registry.periods import in_force
from registry.readiness.areas.people import serving
from registry.tables import LedgerSeal, Team

#: How anybody checks the pack and what it rests on.
HOW: tuple[Said, ...] = (
    (
        "以相同的地区、日期与认知时刻再次生成，两个文件应逐字节相同（比较 SHA-256）；"
        "封存该时刻之前，正在记入的变更仍可能出现。",
        "Ask again for the same region, day and moment: both files must be the same to the byte (compare"
        " their SHA-256). Until a seal covers the moment, a change under way may still come to be known.",
    ),
    (
        "运行 muster ledger verify 核对全部变更记录、封存与现有数据；"
        "将封存哈希与另存的副本（纸面、邮件）比对。",
        "Run `muster ledger verify` to hold all entries, seals and rows against each other, and compare the"
        " hash of the seal with a copy kept elsewhere (paper, mail).",
    ),
    (
        "不信任本系统时：muster ledger export 导出后，用独立校验程序 verify_ledger.py（仅需 Python）核对。",
        "Without trusting this system: `muster ledger export`, then the stand-alone verify_ledger.py, which"
        " needs Python only.",
    ),
    (
        "任一指标：来源表列出其背后的记录编号，可在接口 history 中查到何人何时因何记入。",
        "Any number: the sheet of sources names the records behind it; the API's `history` of a record says"
        " who recorded it, when and why.",
    ),
)


async def seal_before(known_at: datetime) -> LedgerSeal | None:
    """Return the last seal up to a moment; asked of the ledger as it is now, never from inside the past."""
    return await LedgerSeal.filter(until__lte=known_at).order_by("-number").first()


def seal_topic(seal: LedgerSeal | None) -> Topic:
    """Return what the last seal before the moment states, and how to check it."""
    stated: tuple[tuple[str, str | int], ...] = (
        ()
        if seal is None
        else (
            (both(("封存编号", "Number of the seal")), seal.number),
            (both(("封存至", "Seals what was recorded up to")), seal.until.astimezone(SHANGHAI).isoformat()),
            (both(("条目数", "Entries sealed")), seal.entries),
            (both(("默克尔根", "Merkle root")), seal.root),
            (both(("封存哈希", "Hash of the seal")), seal.hash),
            (both(("前一封存哈希", "Hash of the seal before")), seal.previous_hash),
        )
    )
    none = (both(("封存", "Seal")), both(("此时刻之前尚未封存", "nothing was sealed before the moment")))
    how = (
        (both(("如何核对", "How to verify")) if not place else "", both(words))
        for place, words in enumerate(HOW)
    )
    return replace(SEAL, rows=(*(stated or (none,)), *how))


async def left_out(reader: Reader, found: Sequence[Rated], scope: Scope) -> tuple[Said, ...]:
    """Return what was left out for lack of rights, as counts; and what no pack holds."""
    everybody = rows(SYSTEM, Team).filter(in_force(reader.on), reader.within("region_id"))
    hidden = await everybody.count() - len(found)
    hiding = (each.facts for each in found if not scope.names(each))
    counted = len({member.person for facts in hiding for member in serving(facts, reader.on)})
    told: list[Said] = [
        (
            "人员姓名、证件与联系方式不列入：对过去的提问一律不含个人数据。",
            "Names, papers and contacts of people are not in it: a question about the past never tells them.",
        )
    ]
    if counted:
        told.append(
            (
                f"{counted}名队员仅列人数，不列代号：所在地区的个人数据不在读取者权限内。",
                f"{counted} members are counted only, without pseudonyms: personal data of their regions is"
                " not the reader's.",
            )
        )
    if hidden:
        told.append(
            (
                f"{hidden}支队伍不在读取者权限内，未列入评定及其后各表。",
                f"{hidden} teams are out of the reader's reach and in none of the tables.",
            )
        )
    return tuple(told)
