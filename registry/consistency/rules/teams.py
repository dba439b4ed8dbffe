"""Rules about teams: strength, posts, leaders, equipment lines, state."""

from __future__ import annotations

from registry.codes import EquipmentState, IssueSeverity, MemberRole, SourceMark, TeamCategory, TeamState
from registry.consistency.frames import Frames
from registry.consistency.rule import Rule, finding
from registry.consistency.rules.joining import apart, counted, found, looked_up
from registry.frame import Frame

_GONE = (EquipmentState.RETIRED.value, EquipmentState.LOST.value)


def _active(frames: Frames) -> Frame:
    """Return the teams in force that are active."""
    teams = frames.in_force("team")
    return teams[teams["state"] == TeamState.ACTIVE.value]


def _with_members(frames: Frames, teams: Frame) -> Frame:
    """Return teams with the number of memberships in force."""
    return counted(teams, "id", frames.in_force("membership"), "team_id", "members")


def _over_strength(frames: Frames, threshold: int) -> Frame:
    teams = _with_members(frames, frames.in_force("team"))
    over = teams["members"] * 100 > teams["authorized_strength"] * threshold
    return finding(teams[over], "code", "members", "authorized_strength")


def _under_strength(frames: Frames, threshold: int) -> Frame:
    teams = _with_members(frames, _active(frames))
    under = teams["members"] * 100 < teams["authorized_strength"] * threshold
    return finding(teams[under], "code", "members", "authorized_strength")


def _leaders(frames: Frames) -> Frame:
    """Return the active teams with the number of their leaders."""
    memberships = frames.in_force("membership")
    leading = memberships[memberships["role"] == MemberRole.LEADER.value]
    return counted(_active(frames), "id", leading, "team_id", "leaders")


def _without_leader(frames: Frames, _: int) -> Frame:
    teams = _leaders(frames)
    return finding(teams[teams["leaders"] == 0], "code")


def _several_leaders(frames: Frames, _: int) -> Frame:
    teams = _leaders(frames)
    return finding(teams[teams["leaders"] > 1], "code", "leaders")


def _without_posts(frames: Frames, _: int) -> Frame:
    teams = counted(_active(frames), "id", frames.in_force("post"), "team_id", "posts")
    return finding(teams[teams["posts"] == 0], "code")


def _posts_missing(frames: Frames, _: int) -> Frame:
    required = _standing(frames, "post_requirement").groupby("team_type_id", as_index=False)["posts"].sum()
    teams = counted(_active(frames), "id", frames.in_force("post"), "team_id", "held")
    teams = teams.merge(required.rename(columns={"posts": "required"}), on="team_type_id", how="inner")
    return finding(
        teams[(teams["held"] > 0) & (teams["held"] < teams["required"])], "code", "held", "required"
    )


def _standing(frames: Frames, table: str) -> Frame:
    """Return what types require for every task; what one task asks of its own is rated, not ruled on."""
    required = frames.in_force(table)
    return required[required["task_state"].isna()]


def _category_differs(frames: Frames, _: int) -> Frame:
    teams = found(frames.in_force("team"), "team_type_id", frames["team_type"], of_type="category")
    return finding(teams[teams["category"] != teams["of_type"]], "code", "category", "of_type")


def _lines(frames: Frames) -> Frame:
    """Return every required line of equipment of every active team, with the quantity held."""
    return frames.once("lines", lambda: _required_lines(frames))


def _required_lines(frames: Frames) -> Frame:
    """Put required lines and items held together."""
    items = frames.in_force("equipment_item")
    held = items[~items["state"].isin(_GONE)].groupby(["team_id", "kind"], as_index=False)["quantity"].sum()
    held = held.rename(columns={"team_id": "id", "quantity": "held"})
    required = _standing(frames, "equipment_requirement")[["team_type_id", "kind", "quantity", "key"]]
    lines = _active(frames)[["id", "region_id", "code", "team_type_id"]].merge(required, on="team_type_id")
    return lines.merge(held, on=["id", "kind"], how="left").fillna({"held": 0})


def _listed(lines: Frame) -> Frame:
    """Return one row per team with the kinds of its lines, in order."""
    names = lines.sort_values("kind").groupby(["id", "region_id", "code"], as_index=False)["kind"]
    return names.agg("、".join).rename(columns={"kind": "kinds"})


def _key_line_missing(frames: Frames, _: int) -> Frame:
    lines = _lines(frames)
    return finding(_listed(lines[lines["key"] & (lines["held"] == 0)]), "code", "kinds")


def _equipment_over(frames: Frames, threshold: int) -> Frame:
    lines = _lines(frames)
    return finding(_listed(lines[lines["held"] * 100 > lines["quantity"] * threshold]), "code", "kinds")


def _region_differs(frames: Frames, _: int) -> Frame:
    regions = frames["region"]
    teams = looked_up(frames.in_force("team"), "region_id", regions, own="code")
    teams = looked_up(teams, "organization_id", frames["organization"], former="region_id")
    teams = looked_up(teams, "former", regions, other="code")
    return finding(teams[apart(teams["own"], teams["other"])], "code", "own", "other")


def _former_ended(frames: Frames, _: int) -> Frame:
    teams = found(frames.in_force("team"), "organization_id", frames["organization"], ended="valid_to")
    return finding(teams[teams["ended"] <= frames.today], "code", "ended")


def _disbanded_open(frames: Frames, _: int) -> Frame:
    teams = frames["team"]
    disbanded, ended = teams["state"] == TeamState.DISBANDED.value, teams["valid_to"].notna()
    return finding(teams[disbanded != ended], "code", "state")


_TEAM_FIX = "Correct the team's authorized strength, or release or assign members."
_TEAM_FIX_ZH = "核对编制数，或办理出队、入队。"

RULES = (
    Rule(
        code="TEAM_OVER_STRENGTH",
        subject="team",
        reads=("team", "membership"),
        severity=IssueSeverity.WARNING,
        title="Team over its authorized strength",
        title_zh="队伍超编",
        sentence="Team {code} has {members} members for an authorized strength of {authorized_strength}.",
        sentence_zh="队伍 {code} 编制 {authorized_strength} 人，现有 {members} 人。",
        fix=_TEAM_FIX,
        fix_zh=_TEAM_FIX_ZH,
        find=_over_strength,
        mutation="releaseMember",
        threshold=100,
        unit="% of the authorized strength",
    ),
    Rule(
        code="TEAM_UNDER_STRENGTH",
        subject="team",
        reads=("team", "membership"),
        severity=IssueSeverity.WARNING,
        title="Active team far below its authorized strength",
        title_zh="在编队伍严重缺编",
        sentence="Team {code} has {members} members for an authorized strength of {authorized_strength}.",
        sentence_zh="队伍 {code} 编制 {authorized_strength} 人，现有 {members} 人。",
        fix=_TEAM_FIX,
        fix_zh=_TEAM_FIX_ZH,
        find=_under_strength,
        mutation="assignMember",
        threshold=50,
        unit="% of the authorized strength",
        mark=SourceMark.ASSUMED,
        citation="assumed",
    ),
    Rule(
        code="TEAM_WITHOUT_LEADER",
        subject="team",
        reads=("team", "membership"),
        severity=IssueSeverity.WARNING,
        title="Active team without a leader",
        title_zh="在编队伍没有队长",
        sentence="Nobody leads team {code}.",
        sentence_zh="队伍 {code} 没有队长。",
        fix="Assign a member with the role of leader.",
        fix_zh="指定队长。",
        find=_without_leader,
        mutation="assignMember",
    ),
    Rule(
        code="TEAM_SEVERAL_LEADERS",
        subject="team",
        reads=("team", "membership"),
        severity=IssueSeverity.WARNING,
        title="Active team with several leaders",
        title_zh="队伍有多名队长",
        sentence="Team {code} has {leaders} leaders.",
        sentence_zh="队伍 {code} 有 {leaders} 名队长。",
        fix="Release all but one, and assign the others as deputies.",
        fix_zh="只保留一名队长，其余改任副队长。",
        find=_several_leaders,
        mutation="releaseMember",
    ),
    Rule(
        code="TEAM_WITHOUT_POSTS",
        subject="team",
        reads=("team", "post"),
        severity=IssueSeverity.ERROR,
        title="Active team without posts",
        title_zh="在编队伍没有岗位",
        sentence="Team {code} is active but has no posts: it cannot be rated.",
        sentence_zh="队伍 {code} 已在编但没有岗位，无法评定。",
        fix="Import the team's posts, or take it back to forming.",
        fix_zh="导入岗位，或退回筹建。",
        find=_without_posts,
        mutation="moveTeamState",
    ),
    Rule(
        code="TEAM_POSTS_MISSING",
        subject="team",
        reads=("team", "post", "post_requirement"),
        severity=IssueSeverity.WARNING,
        title="Fewer posts than the team's type requires",
        title_zh="岗位少于队伍类型要求",
        sentence="Team {code} has {held} posts; its type requires {required}.",
        sentence_zh="队伍 {code} 有岗位 {held} 个，类型要求 {required} 个。",
        fix="Import the missing posts, or change the team's type.",
        fix_zh="补齐岗位，或更改队伍类型。",
        find=_posts_missing,
    ),
    Rule(
        code="TEAM_CATEGORY_DIFFERS",
        subject="team",
        reads=("team", "team_type"),
        severity=IssueSeverity.ERROR,
        title="Category differs from the team's type",
        title_zh="专业类别与队伍类型不符",
        sentence="Team {code} is registered for {category}, its type is for {of_type}.",
        sentence_zh="队伍 {code} 登记类别为“{category}”，其类型属于“{of_type}”。",
        fix="Import the team again with the right type.",
        fix_zh="改正队伍类型后重新导入。",
        find=_category_differs,
        words={"category": TeamCategory, "of_type": TeamCategory},
    ),
    Rule(
        code="TEAM_KEY_LINE_MISSING",
        subject="team",
        reads=("team", "equipment_item", "equipment_requirement"),
        severity=IssueSeverity.ERROR,
        title="A key line of equipment is missing",
        title_zh="关键装备缺项",
        sentence="Team {code} holds none of: {kinds}.",
        sentence_zh="队伍 {code} 缺少关键装备：{kinds}。",
        fix="Register the equipment, or move some from another team.",
        fix_zh="登记装备，或从其他队伍调入。",
        find=_key_line_missing,
    ),
    Rule(
        code="TEAM_EQUIPMENT_OVER",
        subject="team",
        reads=("team", "equipment_item", "equipment_requirement"),
        severity=IssueSeverity.HINT,
        title="Far more equipment than required",
        title_zh="装备数量远超标准",
        sentence="Team {code} holds far more than required of: {kinds}.",
        sentence_zh="队伍 {code} 下列装备数量远超标准：{kinds}。",
        fix="Check the quantities: the same items may be registered twice.",
        fix_zh="核对数量，可能重复登记。",
        find=_equipment_over,
        threshold=200,
        unit="% of the required quantity",
        mark=SourceMark.ASSUMED,
        citation="assumed",
    ),
    Rule(
        code="TEAM_REGION_DIFFERS",
        subject="team",
        reads=("team", "organization", "region"),
        severity=IssueSeverity.HINT,
        title="Team and forming unit in different regions",
        title_zh="队伍与组建单位不在同一区域",
        sentence="Team {code} belongs to region {own}, its forming unit to {other}.",
        sentence_zh="队伍 {code} 属 {own}，组建单位属 {other}。",
        fix="Check region and forming unit of the team.",
        fix_zh="核对队伍的区划和组建单位。",
        find=_region_differs,
    ),
    Rule(
        code="TEAM_OF_ENDED_ORGANIZATION",
        subject="team",
        reads=("team", "organization"),
        severity=IssueSeverity.ERROR,
        title="Forming unit no longer exists",
        title_zh="组建单位已注销",
        sentence="The unit that forms team {code} ended on {ended}.",
        sentence_zh="队伍 {code} 的组建单位已于 {ended} 注销。",
        fix="Give the team to another unit, or disband it.",
        fix_zh="变更组建单位，或撤编。",
        find=_former_ended,
        mutation="moveTeamState",
    ),
    Rule(
        code="TEAM_STATE_AND_END_DIFFER",
        subject="team",
        reads=("team",),
        severity=IssueSeverity.ERROR,
        title="State and end of the team contradict each other",
        title_zh="队伍状态与终止日期矛盾",
        sentence="Team {code} is {state}, but its end says otherwise.",
        sentence_zh="队伍 {code} 状态为“{state}”，与终止日期矛盾。",
        fix="Disband the team, or remove its end.",
        fix_zh="办理撤编，或取消终止日期。",
        find=_disbanded_open,
        mutation="moveTeamState",
        words={"state": TeamState},
    ),
)
