"""Rules about who serves where: posts, qualifications, ages, dates."""

from __future__ import annotations

import numpy as np
import pandas as pd

from registry.codes import Exemption, IssueSeverity, Sex, SourceMark, TeamState
from registry.consistency.frames import Frames
from registry.consistency.rule import Rule, finding
from registry.consistency.rules.joining import alike, found
from registry.frame import Frame
from registry.memberships import OLDEST, YOUNGEST

#: Age below which nobody can have joined a team, in years (assumed).
WORKING_AGE = 16
_INACTIVE = (TeamState.SUSPENDED.value, TeamState.DISBANDED.value)


def _all(frames: Frames) -> Frame:
    """Return every membership with its team and its person."""
    return frames.once("memberships joined", lambda: _joined(frames))


def _joined(frames: Frames) -> Frame:
    """Put memberships, teams and people together."""
    teams = frames["team"]
    joined = found(
        frames["membership"],
        "team_id",
        teams,
        region_id="region_id",
        team="code",
        state="state",
        team_from="valid_from",
        team_to="valid_to",
    )
    return found(
        joined,
        "person_id",
        frames["person"],
        person="reference",
        birth_year="birth_year",
        sex="sex",
        exemption="exemption",
        employer_id="employer_id",
    )


def _current(frames: Frames) -> Frame:
    """Return the memberships in force, as `_all`."""
    return frames.once("memberships in force joined", lambda: frames.holding(_all(frames)))


def _post_held_twice(frames: Frames, _: int) -> Frame:
    held = alike(_current(frames), "post_id")
    held = found(held, "post_id", frames["post"], post="title", ordinal="ordinal")
    return finding(held, "team", "post", "ordinal", "times")


def _two_teams(frames: Frames, _: int) -> Frame:
    serving = alike(_current(frames), "person_id", beyond="team_id")
    teams = serving.groupby("person_id")["team_id"].transform("nunique") if len(serving) else 0
    return finding(serving.assign(teams=teams), "person", "team", "teams")


def _held_posts(frames: Frames) -> Frame:
    """Return the memberships in force on posts asking for a qualification, with the end of its last grant."""
    return frames.once("held posts", lambda: _held(frames))


def _held(frames: Frames) -> Frame:
    """Put held posts and qualification grants together."""
    posts = frames["post"]
    asking = posts[posts["qualification_type_id"].notna()]
    held = found(_current(frames), "post_id", asking, post="title", needed="qualification_type_id")
    held = held.merge(_ends(frames), on=["person_id", "needed"], how="left")
    return found(held, "needed", frames["qualification_type"], qualification="name")


def _ends(frames: Frames) -> Frame:
    """Return, per person and qualification, the day its last grant ends; one that supersedes counts too."""
    grants = frames["qualification_grant"]
    begun = grants[grants["valid_from"] <= frames.today]
    never = pd.Timestamp(9999, 12, 31)
    ends = begun[["valid_to", "revoked_on"]].min(axis=1).fillna(never)
    own = begun.assign(end=ends)[["person_id", "qualification_type_id", "end"]]
    own = own.rename(columns={"qualification_type_id": "needed"})
    parts, reached = [own], own
    older = frames["qualification_type"].dropna(subset=["supersedes_id"])
    for _ in range(len(older)):
        reached = reached.merge(
            older[["id", "supersedes_id"]].rename(columns={"id": "needed"}), on="needed", how="inner"
        )
        reached = reached[["person_id", "supersedes_id", "end"]].rename(columns={"supersedes_id": "needed"})
        if reached.empty:
            break
        parts.append(reached)
    return pd.concat(parts).groupby(["person_id", "needed"], as_index=False)["end"].max()


def _not_qualified(frames: Frames, _: int) -> Frame:
    held = _held_posts(frames)
    return finding(held[held["end"].isna()], "person", "team", "post", "qualification")


def _expired(frames: Frames, _: int) -> Frame:
    held = _held_posts(frames)
    return finding(held[held["end"] <= frames.today], "person", "team", "post", "qualification", "end")


def _expiring(frames: Frames, threshold: int) -> Frame:
    held = _held_posts(frames)
    soon = (held["end"] > frames.today) & (held["end"] <= frames.today + pd.Timedelta(days=threshold))
    return finding(held[soon], "person", "team", "post", "qualification", "end")


def _age(frames: Frames, _: int) -> Frame:
    members = _current(frames)
    members = members[members["special_expertise"].isna()]
    age = frames.today.year - members["birth_year"]
    oldest = np.where(members["sex"] == Sex.FEMALE.value, OLDEST[Sex.FEMALE], OLDEST[Sex.MALE])
    return finding(members[(age < YOUNGEST) | (age > oldest)], "person", "team", "birth_year")


def _exempt(frames: Frames, _: int) -> Frame:
    members = _current(frames)
    return finding(members[members["exemption"].notna()], "person", "team", "exemption")


def _of_inactive_team(frames: Frames, _: int) -> Frame:
    members = _current(frames)
    return finding(members[members["state"].isin(_INACTIVE)], "person", "team", "state")


def _before_team(frames: Frames, _: int) -> Frame:
    members = _all(frames)
    early = members["valid_from"] < members["team_from"]
    return finding(members[early], "person", "team", "valid_from", "team_from")


def _after_team(frames: Frames, _: int) -> Frame:
    members = _all(frames)
    late = members["team_to"].notna() & ~(members["valid_to"] <= members["team_to"])
    return finding(members[late], "person", "team", "team_to")


def _other_post(frames: Frames, _: int) -> Frame:
    members = found(_all(frames), "post_id", frames["post"], post="title", post_team="team_id")
    return finding(members[members["post_team"] != members["team_id"]], "person", "team", "post")


def _too_young_then(frames: Frames, _: int) -> Frame:
    members = _all(frames)
    young = members["valid_from"].dt.year - members["birth_year"] < WORKING_AGE
    return finding(members[young], "person", "team", "valid_from", "birth_year")


def _without_letter(frames: Frames, threshold: int) -> Frame:
    members = _current(frames)
    old = members["valid_from"] + pd.Timedelta(days=threshold) <= frames.today
    missing = members["commitment_letter_on"].isna() & members["employer_id"].notna()
    return finding(members[old & missing], "person", "team", "valid_from")


_READS = ("membership", "team", "person")
_GRANTS = (*_READS, "post", "qualification_grant", "qualification_type")
_ARTICLE = "National Defence Mobilization Law, art. 49"

RULES = (
    Rule(
        code="POST_HELD_TWICE",
        subject="membership",
        reads=(*_READS, "post"),
        severity=IssueSeverity.ERROR,
        title="Several holders of one post",
        title_zh="一岗多人",
        sentence="Post {ordinal} ({post}) of team {team} has {times} holders at once.",
        sentence_zh="队伍 {team} 第 {ordinal} 岗位（{post}）同时有 {times} 人任职。",
        fix="Release all holders but one.",
        fix_zh="只保留一人，其余离岗。",
        find=_post_held_twice,
        mutation="releaseMember",
    ),
    Rule(
        code="PERSON_IN_TWO_TEAMS",
        subject="membership",
        reads=_READS,
        severity=IssueSeverity.WARNING,
        title="A person serves in several teams at once",
        title_zh="一人多队",
        sentence="Person {person}, here in team {team}, serves in {teams} teams at once.",
        sentence_zh="人员 {person}（本队 {team}）同时编入 {teams} 支队伍。",
        fix="Release the person from all teams but one, unless the region allows double membership.",
        fix_zh="只保留一支队伍；本区域允许兼任的除外。",
        find=_two_teams,
        mutation="releaseMember",
    ),
    Rule(
        code="HOLDER_NOT_QUALIFIED",
        subject="membership",
        reads=_GRANTS,
        severity=IssueSeverity.WARNING,
        title="Post-holder without the needed qualification",
        title_zh="任职人员无所需资格",
        sentence=(
            "Person {person} holds the post {post} of team {team} without the qualification {qualification}."
        ),
        sentence_zh="人员 {person} 任队伍 {team}“{post}”岗位，但无“{qualification}”资格。",
        fix="Register the grant, train the person, or fill the post with somebody qualified.",
        fix_zh="登记资格、安排取证或调整任职人员。",
        find=_not_qualified,
    ),
    Rule(
        code="HOLDER_EXPIRED",
        subject="membership",
        reads=_GRANTS,
        severity=IssueSeverity.ERROR,
        title="Post-holder whose qualification has expired",
        title_zh="任职人员资格已过期",
        sentence=(
            "The qualification {qualification} of person {person}, post "
            "{post} of team {team}, ended on {end}."
        ),
        sentence_zh="人员 {person}（队伍 {team}“{post}”）的“{qualification}”资格已于 {end} 失效。",
        fix="Register the renewal, or fill the post with somebody qualified.",
        fix_zh="登记续期，或调整任职人员。",
        find=_expired,
    ),
    Rule(
        code="HOLDER_EXPIRES_SOON",
        subject="membership",
        reads=_GRANTS,
        severity=IssueSeverity.HINT,
        title="Post-holder whose qualification expires soon",
        title_zh="任职人员资格即将到期",
        sentence=(
            "The qualification {qualification} of person {person}, post {post} of team {team}, ends on {end}."
        ),
        sentence_zh="人员 {person}（队伍 {team}“{post}”）的“{qualification}”资格将于 {end} 失效。",
        fix="Arrange the renewal in time.",
        fix_zh="及时办理续期。",
        find=_expiring,
        threshold=90,
        unit="days",
        mark=SourceMark.ASSUMED,
        citation="assumed",
    ),
    Rule(
        code="MEMBER_AGE",
        subject="membership",
        reads=_READS,
        severity=IssueSeverity.ERROR,
        title="Member outside the lawful age",
        title_zh="队员超出法定年龄",
        sentence="Person {person} of team {team}, born {birth_year}, is outside the lawful age.",
        sentence_zh="队伍 {team} 人员 {person}（{birth_year} 年生）超出法定年龄。",
        fix="Release the person, or record the special expertise that lets them serve.",
        fix_zh="办理出队，或登记其特殊专长。",
        find=_age,
        mutation="releaseMember",
        mark=SourceMark.SOURCED,
        citation=_ARTICLE,
    ),
    Rule(
        code="MEMBER_EXEMPT",
        subject="membership",
        reads=_READS,
        severity=IssueSeverity.WARNING,
        title="Member who may not be called up",
        title_zh="队员属免予征召情形",
        sentence="Person {person} of team {team} may not be called up: {exemption}.",
        sentence_zh="队伍 {team} 人员 {person} 属免予征召情形：{exemption}。",
        fix="Release the person, or remove the ground if it has ceased.",
        fix_zh="办理出队；情形消失的更新人员信息。",
        find=_exempt,
        mutation="releaseMember",
        words={"exemption": Exemption},
        mark=SourceMark.SOURCED,
        citation=_ARTICLE,
    ),
    Rule(
        code="MEMBER_OF_INACTIVE_TEAM",
        subject="membership",
        reads=_READS,
        severity=IssueSeverity.WARNING,
        title="Member of a suspended or disbanded team",
        title_zh="暂停或撤编队伍仍有队员",
        sentence="Person {person} still serves in team {team}, which is {state}.",
        sentence_zh="人员 {person} 仍编入队伍 {team}，该队状态为“{state}”。",
        fix="Release the member, or bring the team back.",
        fix_zh="办理出队，或恢复队伍。",
        find=_of_inactive_team,
        mutation="releaseMember",
        words={"state": TeamState},
    ),
    Rule(
        code="MEMBERSHIP_BEFORE_TEAM",
        subject="membership",
        reads=_READS,
        severity=IssueSeverity.ERROR,
        title="Membership begins before the team",
        title_zh="入队日期早于队伍成立日期",
        sentence="Person {person} joined team {team} on {valid_from}, the team was formed on {team_from}.",
        sentence_zh="人员 {person} 于 {valid_from} 入队 {team}，而该队 {team_from} 才成立。",
        fix="Correct the first day of the membership or of the team.",
        fix_zh="更正入队日期或队伍成立日期。",
        find=_before_team,
    ),
    Rule(
        code="MEMBERSHIP_AFTER_TEAM",
        subject="membership",
        reads=_READS,
        severity=IssueSeverity.ERROR,
        title="Membership goes on after the team's end",
        title_zh="队伍终止后仍有编组",
        sentence="Person {person} serves in team {team} beyond its end on {team_to}.",
        sentence_zh="队伍 {team} 已于 {team_to} 终止，人员 {person} 的编组仍未结束。",
        fix="End the membership on the team's last day.",
        fix_zh="按队伍终止日期办理出队。",
        find=_after_team,
        mutation="releaseMember",
    ),
    Rule(
        code="POST_OF_OTHER_TEAM",
        subject="membership",
        reads=(*_READS, "post"),
        severity=IssueSeverity.ERROR,
        title="The post belongs to another team",
        title_zh="岗位不属于本队",
        sentence="Person {person} of team {team} holds the post {post} of another team.",
        sentence_zh="队伍 {team} 人员 {person} 所任“{post}”岗位属于其他队伍。",
        fix="Release the person and assign them to a post of the team.",
        fix_zh="出队后重新编入本队岗位。",
        find=_other_post,
        mutation="releaseMember",
    ),
    Rule(
        code="MEMBER_TOO_YOUNG_WHEN_JOINING",
        subject="membership",
        reads=_READS,
        severity=IssueSeverity.ERROR,
        title="Impossible age at the beginning of the membership",
        title_zh="入队时年龄不合理",
        sentence="Person {person}, born {birth_year}, joined team {team} on {valid_from}: below working age.",
        sentence_zh="人员 {person}（{birth_year} 年生）于 {valid_from} 入队 {team} 时未满劳动年龄。",
        fix="Correct the year of birth or the first day of the membership.",
        fix_zh="更正出生年份或入队日期。",
        find=_too_young_then,
    ),
    Rule(
        code="MEMBERSHIP_WITHOUT_LETTER",
        subject="membership",
        reads=_READS,
        severity=IssueSeverity.HINT,
        title="No letter of commitment from the employer",
        title_zh="缺少单位承诺书",
        sentence=(
            "The employer of person {person}, in team {team} since "
            "{valid_from}, signed no letter of commitment."
        ),
        sentence_zh="人员 {person} 自 {valid_from} 编入队伍 {team}，所在单位尚未签署承诺书。",
        fix="Ask the employer for the letter and register it.",
        fix_zh="请所在单位签署并登记承诺书。",
        find=_without_letter,
        threshold=60,
        unit="days since joining",
        mark=SourceMark.ASSUMED,
        citation="assumed",
    ),
)
