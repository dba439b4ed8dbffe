"""Who acts: the change a mutation makes, and `me`."""

from __future__ import annotations

from typing import Annotated, Any, TypeAlias

import strawberry

from api.context import Info
from registry.codes import Capability
from registry.errors import InvalidValue
from registry.history import Act

#: Longest reason the ledger takes, in characters.
MAX_REASON = 300

Reason: TypeAlias = Annotated[str, "1 to 300 characters"]


def act(info: Info, reason: str) -> Act:
    """
    Return who changes something now, and why.

    Also drops what this operation has loaded, for rows are about to change. Raises `InvalidValue`
    when the reason is empty or longer than the ledger takes.
    """
    words = reason.strip()
    if not 1 <= len(words) <= MAX_REASON:
        raise InvalidValue("reason", words[:40], f"must have 1 to {MAX_REASON} characters")
    context = info.context
    context.forget()
    services = context.services
    made = Act(author=context.viewer.principal_id, reason=words, at=services.now(), id=services.new_id())
    context.acts.append(made.id)
    return made


def reason_field() -> Any:
    """Return the field of an input that says why; it is kept in the ledger for ever."""
    description = "Why, in 1 to 300 characters; kept in the ledger for ever."
    return strawberry.field(description=description)


@strawberry.type(description="Who asks, and what they may do somewhere.")
class Me:
    """The holder of the token."""

    login: str = strawberry.field(description="Login of the account or service.")
    name: str = strawberry.field(description="Name of the account or service.")
    capabilities: list[Capability] = strawberry.field(
        description="Rights held in at least one region; each mutation checks its own region."
    )


@strawberry.type
class AccessQuery:
    """Queries about the caller."""

    @strawberry.field(description="Who asks, and what they may do somewhere.")
    def me(self, info: Info) -> Me:
        """Return the holder of the token."""
        viewer = info.context.viewer
        held = [capability for capability in Capability if viewer.can(capability)]
        return Me(login=viewer.login, name=viewer.name, capabilities=held)
