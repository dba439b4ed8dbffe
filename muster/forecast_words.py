"""The words of forecasts on the command line and in pictures, in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping

PICTURE: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "planned": "按下达计划实施",
        "nothing": "不实施任何训练",
        "level": "战备等级",
        "team": "总评",
        "teams": "队伍数",
        "drops": "下降及原因",
        "none": "无",
        "more": "另有{n}次",
        "P": "人员",
        "S": "装备在位",
        "R": "装备完好",
        "T": "训练",
        "L": "{n}级",
        "5": "整组中",
        "unrated": "不评定",
        "title": "{name}（{code}）战备预测",
        "share": "1至2级占比最低的月份：{month}，{share}",
    },
    "en": {
        "planned": "issued plan executed",
        "nothing": "nothing executed",
        "level": "readiness level",
        "team": "team",
        "teams": "teams",
        "drops": "drops and their causes",
        "none": "none",
        "more": "and {n} more",
        "P": "people",
        "S": "on hand",
        "R": "serviceable",
        "T": "training",
        "L": "level {n}",
        "5": "reorganizing",
        "unrated": "not rated",
        "title": "Readiness forecast of {name} ({code})",
        "share": "month with the smallest share at level 1 or 2: {month}, {share}",
    },
}
TEXT: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "planned": "按下达计划实施",
        "nothing": "不实施任何训练",
        "head": "{name}（{code}）：{first}至{last}",
        "start": "首日{level}级，低于2级共{below}天",
        "worst": "，最差月份{month}（{below}天低于2级）",
        "drop": "{on} {what}由{before}级降至{after}级：{why}",
        "team": "总评",
        "teams": "{teams}支队伍；首日1至2级{ready}支，共评定{rated}支",
        "share": "；1至2级占比最低的月份{month}（{share}）",
        "down": "{on} {n}支队伍下降：{codes}",
    },
    "en": {
        "planned": "issued plan executed",
        "nothing": "nothing executed",
        "head": "{name} ({code}): {first} to {last}",
        "start": "level {level} on the first day, {below} days worse than level 2",
        "worst": ", worst month {month} ({below} days)",
        "drop": "{on} {what} drops from {before} to {after}: {why}",
        "team": "the team",
        "teams": "{teams} teams; {ready} of {rated} rated ones at level 1 or 2 on the first day",
        "share": "; smallest share in {month} ({share})",
        "down": "{on} drop ({n}): {codes}",
    },
}
