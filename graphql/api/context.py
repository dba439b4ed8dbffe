"""What every resolver is given: who asks, the services of this process, and this operation's loaders."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeAlias
from uuid import UUID
from zoneinfo import ZoneInfo

import strawberry

from api.loaders import Loaders
from api.masking import coded
from exercises.runs import Runner
from registry.access import Viewer
from registry.intake.desk import Desk
from registry.past import AsOf, Moment, Past

#: Days are calendar days of the offices this product is for.
OFFICE_TIME = ZoneInfo("Asia/Shanghai")

#: The question about the past this task answers, none when it answers about now; see `api.as_of`.
asking: ContextVar[AsOf | None] = ContextVar("api_as_of", default=None)


@dataclass(frozen=True, slots=True)
class Services:
    """
    What the process lends to the API; nothing in `api` reads the clock, chance or environment.

    `now` gives an aware UTC time, `new_id` a fresh identifier, `secret(n)` n unpredictable bytes.
    `development` opens GraphiQL and introspection; `past` answers `asOf`; `desk` takes orders for imports
    and exports. `written` is told the id of each act once its operation is over, refused ones too, and
    returns at once.
    """

    now: Callable[[], datetime]
    new_id: Callable[[], UUID]
    runner: Runner
    development: bool
    secret: Callable[[int], bytes]
    past: Past
    written: Callable[[UUID], None]
    desk: Desk


@dataclass(slots=True)
class Context:
    """
    The context of one operation.

    On a WebSocket one context lives as long as the connection, so loaders are never made here: the
    schema's `OperationScope` puts fresh ones in for every operation. `signed_in` is empty only
    between a WebSocket's opening and its `connection_init`.
    """

    services: Services
    request_id: str
    token: str = ""
    signed_in: Viewer | None = None
    connection_params: dict[str, Any] | None = None
    lent: dict[AsOf | None, Loaders] = field(default_factory=dict, repr=False)
    moments: list[Moment] = field(default_factory=list, repr=False)
    acts: list[UUID] = field(default_factory=list, repr=False)

    @property
    def viewer(self) -> Viewer:
        """Return who asks; raises the coded error UNAUTHENTICATED when nobody has signed in."""
        if self.signed_in is None:
            raise coded("UNAUTHENTICATED", "A valid bearer token is needed.", "需要有效的访问令牌。")
        return self.signed_in

    @property
    def loaders(self) -> Loaders:
        """Return this operation's loaders; each question about the past has its own."""
        question = asking.get()
        if question not in self.lent:
            self.lent[question] = Loaders(self.viewer, self.today)
        return self.lent[question]

    @property
    def today(self) -> date:
        """Return the current calendar day of the offices; the day asked about in a question of the past."""
        question = asking.get()
        if question is not None:
            return question.valid_on
        return self.services.now().astimezone(OFFICE_TIME).date()

    def forget(self) -> None:
        """Drop what was loaded; every mutation does so, for rows have changed since."""
        self.lent = {}


Info: TypeAlias = strawberry.Info[Context, None]
