"""Codes of principals, roles and capabilities."""

from __future__ import annotations

from enum import StrEnum

from registry.codes.code import Code


class PrincipalKind(Code):
    """Who holds a token."""

    ACCOUNT = "account", "账号", "account"
    SERVICE = "service", "服务", "service principal"


class Role(Code):
    """A named set of capabilities, granted over a region subtree for a period (`registry.access`)."""

    VIEWER = "viewer", "查看者", "viewer"
    REGISTRAR = "registrar", "登记员", "registrar"
    PLANNER = "planner", "计划员", "planner"
    APPROVER = "approver", "审批人", "approver"
    AUDITOR = "auditor", "审计员", "auditor"
    ADMIN = "admin", "管理员", "administrator"


class Capability(StrEnum):
    """What a role lets its holder do, in one scope."""

    READ = "read"
    READ_PERSONAL = "read_personal"
    WRITE_REGISTRY = "write_registry"
    PLAN = "plan"
    APPROVE = "approve"
    AUDIT = "audit"
    ADMINISTER = "administer"
