"""Rules about mobilization centers and what they can produce."""

from __future__ import annotations

import pandas as pd

from registry.codes import CenterState, IssueSeverity, SourceMark
from registry.consistency.frames import Frames
from registry.consistency.rule import Rule, finding
from registry.consistency.rules.joining import apart, counted, found, looked_up, mask
from registry.frame import Frame

_NAMED = (CenterState.DESIGNATED.value, CenterState.REINSPECTION.value, CenterState.RECTIFYING.value)


def _designated(frames: Frames) -> Frame:
    """Return the centers in force that hold a designation."""
    centers = frames.in_force("mobilization_center")
    return centers[centers["state"].isin(_NAMED)]


def _overdue(frames: Frames, threshold: int) -> Frame:
    centers = _designated(frames)
    late = centers["reinspection_due_on"] + pd.Timedelta(days=threshold) < frames.today
    waiting = centers["state"] == CenterState.DESIGNATED.value
    return finding(centers[late & waiting], "code", "reinspection_due_on")


def _without_number(frames: Frames, _: int) -> Frame:
    centers = _designated(frames)
    blank = mask(not (number or "").strip() for number in centers["designation_number"])
    return finding(centers[blank], "code")


def _without_due_day(frames: Frames, _: int) -> Frame:
    centers = _designated(frames)
    return finding(centers[centers["reinspection_due_on"].isna()], "code")


def _without_capability(frames: Frames, _: int) -> Frame:
    centers = counted(_designated(frames), "id", frames.in_force("capability_item"), "center_id", "items")
    return finding(centers[centers["items"] == 0], "code")


def _future(frames: Frames, _: int) -> Frame:
    centers = frames["mobilization_center"]
    return finding(centers[centers["designated_on"] > frames.today], "code", "designated_on")


def _before_organization(frames: Frames, _: int) -> Frame:
    centers = found(
        frames["mobilization_center"], "organization_id", frames["organization"], began="valid_from"
    )
    return finding(centers[centers["designated_on"] < centers["began"]], "code", "designated_on", "began")


def _enterprise_ended(frames: Frames, _: int) -> Frame:
    centers = found(
        frames.in_force("mobilization_center"), "organization_id", frames["organization"], ended="valid_to"
    )
    alive = centers["state"] != CenterState.WITHDRAWN.value
    return finding(centers[alive & (centers["ended"] <= frames.today)], "code", "ended")


def _region_differs(frames: Frames, _: int) -> Frame:
    regions = frames["region"]
    centers = looked_up(frames.in_force("mobilization_center"), "region_id", regions, own="code")
    centers = looked_up(centers, "organization_id", frames["organization"], seat="region_id")
    centers = looked_up(centers, "seat", regions, other="code")
    return finding(centers[apart(centers["own"], centers["other"])], "code", "own", "other")


def _items(frames: Frames) -> Frame:
    """Return the capability items in force with the region of their enterprise."""
    return found(
        frames.in_force("capability_item"), "organization_id", frames["organization"], region_id="region_id"
    )


def _unverified(frames: Frames, threshold: int) -> Frame:
    centers = _designated(frames)
    items = found(_items(frames), "center_id", centers, center="code")
    since = frames.today - pd.DateOffset(months=threshold)
    return finding(items[~(items["verified_on"] > since)], "center", "product")


def _without_surge(frames: Frames, _: int) -> Frame:
    items = _items(frames)
    return finding(items[items["surge_per_day"] <= items["normal_per_day"]], "product", "surge_per_day")


_CENTER = "mobilization_center"

RULES = (
    Rule(
        code="REINSPECTION_OVERDUE",
        subject=_CENTER,
        reads=(_CENTER,),
        severity=IssueSeverity.ERROR,
        title="Designated center past its re-inspection",
        title_zh="动员中心复核超期",
        sentence="Center {code} was due for re-inspection by {reinspection_due_on}.",
        sentence_zh="动员中心 {code} 应于 {reinspection_due_on} 前复核。",
        fix="Begin the re-inspection.",
        fix_zh="启动复核。",
        find=_overdue,
        mutation="moveCenterState",
        threshold=0,
        unit="days of grace",
    ),
    Rule(
        code="DESIGNATED_WITHOUT_NUMBER",
        subject=_CENTER,
        reads=(_CENTER,),
        severity=IssueSeverity.ERROR,
        title="Designated center without a number",
        title_zh="已命名中心没有文号",
        sentence="Center {code} is designated, but its designation has no number.",
        sentence_zh="动员中心 {code} 已命名，缺少文号。",
        fix="Register the number of the designation.",
        fix_zh="补录命名文号。",
        find=_without_number,
    ),
    Rule(
        code="DESIGNATED_WITHOUT_DUE_DAY",
        subject=_CENTER,
        reads=(_CENTER,),
        severity=IssueSeverity.WARNING,
        title="Designated center without a day of re-inspection",
        title_zh="已命名中心没有复核日期",
        sentence="Nobody will notice when center {code} is due for re-inspection: no day is set.",
        sentence_zh="动员中心 {code} 未设复核日期。",
        fix="Register the day by which it is to be re-inspected.",
        fix_zh="补录复核到期日。",
        find=_without_due_day,
    ),
    Rule(
        code="DESIGNATED_WITHOUT_CAPABILITY",
        subject=_CENTER,
        reads=(_CENTER, "capability_item"),
        severity=IssueSeverity.ERROR,
        title="Designated center without a capability",
        title_zh="已命名中心没有能力项",
        sentence="Center {code} is designated, but nothing says what it can produce.",
        sentence_zh="动员中心 {code} 已命名，未登记动员能力。",
        fix="Register its capabilities with normal and surge output.",
        fix_zh="登记能力项及平时、战时产能。",
        find=_without_capability,
    ),
    Rule(
        code="DESIGNATED_IN_FUTURE",
        subject=_CENTER,
        reads=(_CENTER,),
        severity=IssueSeverity.ERROR,
        title="Designation in the future",
        title_zh="命名日期在将来",
        sentence="Center {code} is said to be designated on {designated_on}, which is yet to come.",
        sentence_zh="动员中心 {code} 的命名日期 {designated_on} 尚未到来。",
        fix="Correct the day of the designation.",
        fix_zh="更正命名日期。",
        find=_future,
    ),
    Rule(
        code="DESIGNATED_BEFORE_ENTERPRISE",
        subject=_CENTER,
        reads=(_CENTER, "organization"),
        severity=IssueSeverity.ERROR,
        title="Designated before the enterprise existed",
        title_zh="命名早于企业登记",
        sentence=(
            "Center {code} was designated on {designated_on}, its enterprise is registered from {began}."
        ),
        sentence_zh="动员中心 {code} 于 {designated_on} 命名，而企业 {began} 才登记。",
        fix="Correct the day of the designation or the first day of the enterprise.",
        fix_zh="更正命名日期或企业起始日期。",
        find=_before_organization,
    ),
    Rule(
        code="CENTER_ENTERPRISE_ENDED",
        subject=_CENTER,
        reads=(_CENTER, "organization"),
        severity=IssueSeverity.ERROR,
        title="The center's enterprise no longer exists",
        title_zh="中心依托企业已注销",
        sentence="The enterprise of center {code} ended on {ended}.",
        sentence_zh="动员中心 {code} 的依托企业已于 {ended} 注销。",
        fix="Withdraw the center.",
        fix_zh="办理撤销。",
        find=_enterprise_ended,
        mutation="moveCenterState",
    ),
    Rule(
        code="CENTER_REGION_DIFFERS",
        subject=_CENTER,
        reads=(_CENTER, "organization", "region"),
        severity=IssueSeverity.HINT,
        title="Center and enterprise in different regions",
        title_zh="中心与企业不在同一区域",
        sentence="Center {code} belongs to region {own}, its enterprise to region {other}.",
        sentence_zh="动员中心 {code} 属 {own}，依托企业属 {other}。",
        fix="Check the region of the center.",
        fix_zh="核对中心的区划。",
        find=_region_differs,
    ),
    Rule(
        code="CAPABILITY_UNVERIFIED",
        subject="capability_item",
        reads=("capability_item", "organization", _CENTER),
        severity=IssueSeverity.WARNING,
        title="Capability of a designated center not verified lately",
        title_zh="能力项久未核验",
        sentence="The capability {product} of center {center} was not verified within the time set.",
        sentence_zh="动员中心 {center} 的能力项“{product}”未按期核验。",
        fix="Verify it by a drill or a visit, and register the day.",
        fix_zh="组织演练或现场核验并登记日期。",
        find=_unverified,
        threshold=12,
        unit="months",
        mark=SourceMark.ASSUMED,
        citation="assumed",
    ),
    Rule(
        code="CAPABILITY_WITHOUT_SURGE",
        subject="capability_item",
        reads=("capability_item", "organization"),
        severity=IssueSeverity.HINT,
        title="Surge output not above normal output",
        title_zh="战时产能不高于平时产能",
        sentence=(
            "The capability {product} has a surge output of {surge_per_day} a "
            "day, no more than in normal times."
        ),
        sentence_zh="能力项“{product}”战时日产 {surge_per_day}，不高于平时。",
        fix="Correct the outputs; without a surge it adds nothing in mobilization.",
        fix_zh="核对平时和战时产能。",
        find=_without_surge,
    ),
)
