"""The principals of a fresh installation, one a role; none has a token until somebody asks for one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from registry.codes import PrincipalKind, Role
from registry.tables import Grant, Principal
from seeds.places import CITY, PROVINCE, places
from seeds.worlds import Draft, reference_id

SINCE = date(2022, 1, 10)


def principal_drafts() -> Iterator[Draft]:
    """Yield one service principal a role; its login is the role's name."""
    for role in Role:
        yield Draft(
            Principal,
            {
                "id": reference_id("principal", role.value),
                "kind": PrincipalKind.SERVICE,
                "login": role.value,
                "name": f"示例{role.zh}",
                "valid_from": SINCE,
            },
        )


def grant_drafts() -> Iterator[Draft]:
    """Yield each principal's only grant: its role over the city, the administrator's over the province."""
    by_code = {place.code: place for place in places()}
    for role in Role:
        scope = by_code[PROVINCE if role is Role.ADMIN else CITY]
        yield Draft(
            Grant,
            {
                "id": reference_id("grant", role.value),
                "principal_id": reference_id("principal", role.value),
                "role": role,
                "region_id": scope.id,
                "valid_from": SINCE,
            },
        )
