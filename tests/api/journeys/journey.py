"""A walk through the API: committed operations run by name, and remembered."""

from __future__ import annotations

from typing import Any

from tests.api.harness import OPERATIONS, Api


class Journey:
    """Runs operations by name and remembers which."""

    def __init__(self, api: Api) -> None:
        self.api = api
        self.ran: set[str] = set()

    async def run(self, name: str, login: str = "planner", /, **variables: Any) -> Any:
        """Return what the only root field of an operation answers; errors are not expected."""
        self.ran.add(name)
        data = await self.api.data((OPERATIONS / f"{name}.graphql").read_text(), variables, login)
        (answer,) = data.values()
        return answer

    async def change(self, name: str, login: str = "planner", /, **given: Any) -> Any:
        """Return the payload of a mutation."""
        return await self.run(name, login, input={"reason": "journey", **given})
