"""
What the registry refuses, as errors that carry facts.

::

    RegistryError
     ├ NotFound(kind, key)
     ├ Conflict
     │  ├ CodeTaken(code)
     │  ├ AlreadyAssigned(person, team)
     │  └ StaleVersion(expected, actual)
     ├ Refused
     │  ├ NotEligible(person, reason)
     │  ├ TransitionRefused(kind, current, requested, allowed)
     │  ├ NotReady(subject, reasons)
     │  ├ FourEyes(subject, person)
     │  └ InvalidValue(field, value, rule)
     └ AccessDenied(capability, scope)

Each class has a stable `code`; the facts are attributes; `str(error)` is one English sentence made
from them and `message_zh` one Chinese sentence.
"""

from __future__ import annotations

from typing import Any, ClassVar

from registry.codes import Capability, Code

_CAPABILITIES_ZH = {
    Capability.READ: "查看",
    Capability.READ_PERSONAL: "查看个人信息",
    Capability.WRITE_REGISTRY: "登记",
    Capability.PLAN: "编制计划",
    Capability.APPROVE: "审批",
    Capability.AUDIT: "审计",
    Capability.ADMINISTER: "管理",
}


class RegistryError(Exception):
    """Root of everything the registry refuses; never raised itself."""

    code: ClassVar[str] = "REGISTRY_ERROR"

    def __init__(self, message: str, message_zh: str) -> None:
        super().__init__(message)
        self._message_zh = message_zh

    @property
    def message_zh(self) -> str:
        """Return the Chinese sentence."""
        return self._message_zh


class NotFound(RegistryError):
    """Nothing of this kind has this key, or the caller may not see it: the answer is the same."""

    code = "NOT_FOUND"

    def __init__(self, kind: str, key: Any) -> None:
        super().__init__(f"There is no {kind.replace('_', ' ')} {key}.", f"不存在此记录:{kind} {key}。")
        self.kind = kind
        self.key = key


class Conflict(RegistryError):
    """Root of refusals that come from what others have stored; reading again may help."""

    code = "CONFLICT"


class CodeTaken(Conflict):
    """Another record already has this code."""

    code = "CODE_TAKEN"

    def __init__(self, taken: str) -> None:
        super().__init__(f"The code {taken} is already taken.", f"编码 {taken} 已被占用。")
        self.taken = taken


class AlreadyAssigned(Conflict):
    """The person already serves in a team at that time; one person, one team."""

    code = "ALREADY_ASSIGNED"

    def __init__(self, person: str, team: str) -> None:
        super().__init__(
            f"Person {person} already serves in team {team} at that time.",
            f"人员 {person} 在该时段已编入队伍 {team}。",
        )
        self.person = person
        self.team = team


class StaleVersion(Conflict):
    """The record was changed since the caller read it."""

    code = "STALE_VERSION"

    def __init__(self, expected: int, actual: int) -> None:
        super().__init__(
            f"The record has changed: version {expected} was expected, it is now version {actual}.",
            f"记录已被修改:期望版本 {expected},当前版本 {actual}。",
        )
        self.expected = expected
        self.actual = actual


class InUse(Conflict):
    """Other records refer to this one, so it cannot be removed; end its validity instead."""

    code = "IN_USE"

    def __init__(self, kind: str, key: Any) -> None:
        super().__init__(
            f"Other records refer to {kind.replace('_', ' ')} {key}; it cannot be removed.",
            f"仍有其他记录引用此记录,不能删除:{kind} {key}。",
        )
        self.kind = kind
        self.key = key


class Refused(RegistryError):
    """Root of refusals by a rule of the field; the same request will be refused again."""

    code = "REFUSED"


class NotEligible(Refused):
    """The person may not serve; `reason` is a short code, the sentences say it in words."""

    code = "NOT_ELIGIBLE"

    def __init__(
        self, person: str, reason: str, *, words: str | None = None, words_zh: str | None = None
    ) -> None:
        super().__init__(
            f"Person {person} may not serve: {words or reason}.",
            f"人员 {person} 不符合条件:{words_zh or reason}。",
        )
        self.person = person
        self.reason = reason


class TransitionRefused(Refused):
    """The record may not move to the requested state; `allowed` names the states it may move to."""

    code = "TRANSITION_REFUSED"

    def __init__(self, kind: str, current: Code, requested: Code, allowed: tuple[Code, ...]) -> None:
        ways = ", ".join(state.en for state in allowed) or "none"
        ways_zh = "、".join(state.zh for state in allowed) or "无"
        what = f"{'An' if kind[0] in 'aeiou' else 'A'} {kind.replace('_', ' ')}"
        super().__init__(
            f"{what} that is {current.en} cannot become {requested.en}; allowed from here: {ways}.",
            f"“{current.zh}”不能转为“{requested.zh}”;可转为:{ways_zh}。",
        )
        self.kind = kind
        self.current = current
        self.requested = requested
        self.allowed = allowed


class NotReady(Refused):
    """What must be true before the step is not yet so; `reasons` names each thing that is missing."""

    code = "NOT_READY"

    def __init__(self, subject: str, reasons: tuple[str, ...], reasons_zh: tuple[str, ...]) -> None:
        super().__init__(
            f"{subject} is not ready: {'; '.join(reasons)}.", f"{subject} 条件不具备:{';'.join(reasons_zh)}。"
        )
        self.subject = subject
        self.reasons = reasons
        self.reasons_zh = reasons_zh


class FourEyes(Refused):
    """A step takes somebody other than `person`, who took the step before; `subject` is what it is about."""

    code = "FOUR_EYES"

    def __init__(self, subject: str, person: str) -> None:
        super().__init__(
            f"{subject} takes another person: {person} took the step before.",
            f"{subject} 须由他人办理:前一步由 {person} 办理。",
        )
        self.subject = subject
        self.person = person


class InvalidValue(Refused):
    """A value breaks a rule of its field."""

    code = "INVALID_VALUE"

    def __init__(self, field: str, value: Any, rule: str, *, rule_zh: str | None = None) -> None:
        super().__init__(
            f"{value!r} is not a valid {field}: {rule}.", f"{field} 的值 {value!r} 无效:{rule_zh or rule}。"
        )
        self.field = field
        self.value = value
        self.rule = rule


class AccessDenied(RegistryError):
    """The caller sees the region but lacks the capability there."""

    code = "ACCESS_DENIED"

    def __init__(self, capability: Capability, scope: Any) -> None:
        super().__init__(
            f"You lack the capability {capability.value} in region {scope}.",
            f"在区域 {scope} 没有“{_CAPABILITIES_ZH[capability]}”权限。",
        )
        self.capability = capability
        self.scope = scope
