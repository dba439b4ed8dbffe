"""Rules about sirens: those that stay silent, are not tested, broken for long, or planned for ever."""

from __future__ import annotations

import pandas as pd

from registry.codes import IssueSeverity, SirenState, SourceMark
from registry.consistency.frames import Frames
from registry.consistency.rule import Rule, finding
from registry.consistency.rules.joining import found
from registry.frame import Frame


def _in(frames: Frames, state: SirenState) -> Frame:
    """Return the sirens in a state."""
    sirens = frames.in_force("siren_point")
    return sirens[sirens["state"] == state.value]


def _last_tests(frames: Frames) -> Frame:
    """Return the tests of the last day on which each siren was sounded, up to today."""
    tests = frames["sounding_test"]
    tests = tests[tests["held_on"] <= frames.today]
    return tests[tests["held_on"] == tests.groupby("siren_id")["held_on"].transform("max")]


def _open(frames: Frames) -> Frame:
    """Return the faults that are not repaired."""
    faults = frames["siren_fault"]
    return faults[faults["valid_to"].isna()]


def _silent(frames: Frames, _: int) -> Frame:
    tests = _last_tests(frames)
    hushed = tests[~tests["sounded"]].drop_duplicates("siren_id")
    days = dict(zip(hushed["siren_id"], hushed["held_on"], strict=True))
    sirens = _in(frames, SirenState.IN_SERVICE)
    sirens = sirens[sirens["id"].isin(list(days))]
    return finding(sirens.assign(held_on=pd.to_datetime(sirens["id"].map(days))), "code", "held_on")


def _not_sounded(frames: Frames, threshold: int) -> Frame:
    since = frames.today - pd.Timedelta(days=threshold)
    tests = frames["sounding_test"]
    lately = tests[(tests["held_on"] > since) & (tests["held_on"] <= frames.today)]
    sirens = _in(frames, SirenState.IN_SERVICE)
    return finding(sirens[(sirens["installed_on"] <= since) & ~sirens["id"].isin(lately["siren_id"])], "code")


def _faulty_without_fault(frames: Frames, _: int) -> Frame:
    sirens = _in(frames, SirenState.FAULTY)
    return finding(sirens[~sirens["id"].isin(_open(frames)["siren_id"])], "code")


def _fault_in_service(frames: Frames, _: int) -> Frame:
    sirens = _in(frames, SirenState.IN_SERVICE)
    return finding(sirens[sirens["id"].isin(_open(frames)["siren_id"])], "code")


def _planned_long(frames: Frames, threshold: int) -> Frame:
    sirens = _in(frames, SirenState.PLANNED)
    return finding(
        sirens[sirens["valid_from"] <= frames.today - pd.DateOffset(months=threshold)], "code", "valid_from"
    )


def _open_long(frames: Frames, threshold: int) -> Frame:
    faults = _open(frames)
    late = faults[faults["valid_from"] <= frames.today - pd.Timedelta(days=threshold)]
    sirens = frames["siren_point"]
    standing = sirens[sirens["state"] != SirenState.REMOVED.value]
    known = found(late, "siren_id", standing, code="code", region_id="region_id")
    return finding(known, "code", "valid_from")


RULES = (
    Rule(
        code="SIREN_SILENT",
        subject="siren_point",
        reads=("siren_point", "sounding_test"),
        severity=IssueSeverity.WARNING,
        title="Siren in service that stayed silent",
        title_zh="在用警报点最近一次试鸣未响",
        sentence="The siren {code} is in service, but stayed silent at its last sounding on {held_on}.",
        sentence_zh="警报点 {code} 为在用状态，但最近一次试鸣（{held_on}）未鸣响。",
        fix="Report the fault, or record that it has sounded since.",
        fix_zh="报告故障，或登记其后的鸣响记录。",
        find=_silent,
        mutation="reportSirenFault",
    ),
    Rule(
        code="SIREN_NOT_SOUNDED",
        subject="siren_point",
        reads=("siren_point", "sounding_test"),
        severity=IssueSeverity.WARNING,
        title="Siren in service not sounded for long",
        title_zh="在用警报点久未试鸣",
        sentence="The siren {code} is in service, but has no sounding within the time allowed.",
        sentence_zh="警报点 {code} 为在用状态，但在规定期限内没有试鸣记录。",
        fix="Sound it, or record that it has sounded.",
        fix_zh="组织试鸣，或补登试鸣记录。",
        find=_not_sounded,
        mutation="recordSounding",
        threshold=400,
        unit="days",
        mark=SourceMark.ASSUMED,
        citation="assumed: the trial day comes once a year; a month is left for recording it",
    ),
    Rule(
        code="SIREN_FAULTY_WITHOUT_FAULT",
        subject="siren_point",
        reads=("siren_point", "siren_fault"),
        severity=IssueSeverity.WARNING,
        title="Faulty siren without a fault",
        title_zh="故障警报点没有故障记录",
        sentence="The siren {code} is faulty, but no fault of it is open.",
        sentence_zh="警报点 {code} 为故障状态，但没有未修复的故障记录。",
        fix="Put it back into service, or register the fault.",
        fix_zh="恢复在用状态，或登记故障。",
        find=_faulty_without_fault,
        mutation="moveSirenState",
    ),
    Rule(
        code="SIREN_FAULT_IN_SERVICE",
        subject="siren_point",
        reads=("siren_point", "siren_fault"),
        severity=IssueSeverity.ERROR,
        title="Siren in service with an open fault",
        title_zh="在用警报点有未修复的故障",
        sentence="The siren {code} is in service, but a fault of it is open.",
        sentence_zh="警报点 {code} 为在用状态，但有未修复的故障。",
        fix="Close the fault with its repair, or move the siren to faulty.",
        fix_zh="登记修复情况，或将警报点改为故障状态。",
        find=_fault_in_service,
        mutation="repairSirenFault",
    ),
    Rule(
        code="SIREN_PLANNED_LONG",
        subject="siren_point",
        reads=("siren_point",),
        severity=IssueSeverity.HINT,
        title="Siren planned for long",
        title_zh="规划警报点久未安装",
        sentence="The siren {code} has been planned since {valid_from} and is not installed.",
        sentence_zh="警报点 {code} 自 {valid_from} 起列入规划，至今未安装。",
        fix="Install it, or take it out of the plan.",
        fix_zh="完成安装，或取消规划。",
        find=_planned_long,
        mutation="moveSirenState",
        threshold=24,
        unit="months",
        mark=SourceMark.ASSUMED,
        citation="assumed",
    ),
    Rule(
        code="SIREN_FAULT_OPEN_LONG",
        subject="siren_fault",
        reads=("siren_fault", "siren_point"),
        severity=IssueSeverity.WARNING,
        title="Fault of a siren open for long",
        title_zh="警报故障久未修复",
        sentence="The siren {code} has been broken since {valid_from}.",
        sentence_zh="警报点 {code} 自 {valid_from} 起故障，至今未修复。",
        fix="Have it repaired, and close the fault.",
        fix_zh="安排修复并登记。",
        find=_open_long,
        mutation="repairSirenFault",
        threshold=60,
        unit="days",
        mark=SourceMark.ASSUMED,
        citation="assumed",
    ),
)
