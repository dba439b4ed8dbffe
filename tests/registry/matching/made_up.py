"""Made-up registers with known duplicates, written the ways people write: for recall, precision and speed."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

import pandas as pd

from registry import credit_code
from registry.codes import MatchKind
from registry.frame import Frame

SURNAMES = "王李张刘陈杨黄赵周吴徐孙马胡朱郭何罗高林郑梁谢宋唐许邓冯韩曹"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂英华建文玉兰志国辉海燕红波斌宇浩凯秀珍鹏飞"
WORDS = ("恒远", "宏达", "金桥", "华盛", "天宇", "联创", "鼎新", "瑞丰", "中科", "川南", "蜀光", "长征")
TRADES = ("机械", "建筑工程", "运输", "通信技术", "化工", "医药", "电力设备", "消防器材", "食品", "物流")
PLACES = ("四川省", "自贡市", "内江市", "泸州市", "宜宾市")
Pairs = set[frozenset[str]]


def people(count: int, doubles: int, seed: int) -> tuple[Frame, Pairs]:
    """Return people of whom some stand there twice, and which."""
    chance = Random(seed)
    rows = [_person(chance, f"p{number:07d}") for number in range(count)]
    pairs: Pairs = set()
    for number, row in enumerate(chance.sample(rows, doubles)):
        ways = (_other_form, _slip_of_phone, _slip_of_name, _off_by_a_year, _without_phone)
        copy = {**ways[number % len(ways)](chance, row), "id": f"q{number:07d}"}
        rows.append(copy)
        pairs.add(frozenset((row["id"], copy["id"])))
    return pd.DataFrame(rows, dtype="object").astype({"birth_year": "int64"}), pairs


def _person(chance: Random, key: str) -> dict[str, Any]:
    return {
        "id": key,
        "region_id": f"r{chance.randrange(180)}",
        "name": chance.choice(SURNAMES) + "".join(chance.choices(GIVEN, k=chance.choice((1, 2, 2, 2)))),
        "phone": f"1{chance.randrange(3 * 10**9, 10**10):010d}",
        "birth_year": chance.randrange(1966, 2004),
        "sex": chance.choice(("male", "female")),
        "employer_id": f"e{chance.randrange(2_000)}",
    }


def _other_form(chance: Random, row: dict[str, Any]) -> dict[str, Any]:
    phone = row["phone"]
    return {
        **row,
        "name": f"{row['name'][0]} {row['name'][1:]}",
        "phone": chance.choice((f"+86 {phone}", f"{phone[:3]}-{phone[3:7]}-{phone[7:]}")),
        "region_id": f"r{chance.randrange(180)}",
        "employer_id": None,
    }


def _slip_of_phone(chance: Random, row: dict[str, Any]) -> dict[str, Any]:
    place = chance.randrange(3, 11)
    digit = str((int(row["phone"][place]) + 1 + chance.randrange(9)) % 10)
    return {**row, "phone": row["phone"][:place] + digit + row["phone"][place + 1 :], "region_id": "r0"}


def _slip_of_name(chance: Random, row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "name": row["name"][:-1] + chance.choice(GIVEN), "region_id": "r1", "employer_id": None}


def _off_by_a_year(chance: Random, row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "birth_year": row["birth_year"] + chance.choice((-1, 1)), "employer_id": None}


def _without_phone(_: Random, row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "phone": None}


def organizations(count: int, doubles: int, seed: int) -> tuple[Frame, Pairs]:
    """Return organizations of which some stand there twice, and which."""
    chance = Random(seed)
    rows = [_organization(chance, number) for number in range(count)]
    pairs: Pairs = set()
    for number, row in enumerate(chance.sample(rows, doubles)):
        copy = {**row, "id": f"p{number:07d}", "credit_code": credit_code.make("511000", 5_000_000 + number)}
        if number % 3 == 2:
            copy["credit_code"] = row["credit_code"][:-1] + ("X" if row["credit_code"][-1] != "X" else "Y")
        else:
            copy["name"] = (
                f"四川省自贡市{_core(row)}有限责任公司" if number % 3 else f"自贡{_core(row)}（公司）"
            )
        rows.append(copy)
        pairs.add(frozenset((row["id"], copy["id"])))
    return pd.DataFrame(rows, dtype="object"), pairs


def _core(row: dict[str, Any]) -> str:
    return str(row["name"]).removeprefix("自贡市").removesuffix("有限公司")


def _organization(chance: Random, number: int) -> dict[str, Any]:
    letters = "".join(chance.choices(GIVEN, k=2))
    return {
        "id": f"o{number:07d}",
        "region_id": f"r{chance.randrange(6)}",
        "name": f"自贡市{letters}{chance.choice(WORDS)}{chance.choice(TRADES)}有限公司",
        "credit_code": credit_code.make("510302", 1_000_000 + 7_919 * number % 8_999_999),
        "kind": "enterprise",
        "field": chance.choice(("machinery", "construction", "transport")),
    }


def items(count: int, doubles: int, seed: int) -> tuple[Frame, Pairs]:
    """Return equipment of which some stands there twice, and which."""
    chance = Random(seed)
    rows = [
        {
            "id": f"i{number:07d}",
            "team_id": f"t{chance.randrange(500)}",
            "region_id": f"r{chance.randrange(180)}",
            "serial": chance.choice((None, "001", "无", f"川C·{chance.randrange(36**5):05d}")),
            "kind": chance.choice(("救护车", "发电机", "指挥车")),
            "owner_id": f"o{chance.randrange(400)}",
        }
        for number in range(count)
    ]
    plated = [row for row in rows if row["serial"] and len(row["serial"]) > 4]
    pairs: Pairs = set()
    for number, row in enumerate(chance.sample(plated, doubles)):
        copy = {**row, "id": f"j{number:07d}", "serial": str(row["serial"]).replace("·", " - ").lower()}
        rows.append({**copy, "team_id": f"t{chance.randrange(500)}"})
        pairs.add(frozenset((str(row["id"]), str(copy["id"]))))
    return pd.DataFrame(rows, dtype="object"), pairs


MADE_UP: dict[MatchKind, Callable[[int, int, int], tuple[Frame, Pairs]]] = {
    MatchKind.PERSON: people,
    MatchKind.ORGANIZATION: organizations,
    MatchKind.EQUIPMENT: items,
}
