"""What each role lets its holder do: one table, least privilege, no role contains another by chance."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from registry.codes import Capability, Role

CAPABILITIES: Mapping[Role, frozenset[Capability]] = MappingProxyType(
    {
        Role.VIEWER: frozenset({Capability.READ}),
        Role.REGISTRAR: frozenset({Capability.READ, Capability.READ_PERSONAL, Capability.WRITE_REGISTRY}),
        Role.PLANNER: frozenset({Capability.READ, Capability.PLAN}),
        Role.APPROVER: frozenset({Capability.READ, Capability.APPROVE}),
        Role.AUDITOR: frozenset({Capability.READ, Capability.AUDIT}),
        Role.ADMIN: frozenset({Capability.READ, Capability.ADMINISTER}),
    }
)
"""Capabilities of each role. An auditor sees counts, not names; an administrator grants, but neither
plans nor approves (assumed)."""
