"""Accounts and services, as far as others see them."""

from __future__ import annotations

from api.enums import Label
from api.nodes import Node, column, labelled, table_type
from registry import tables


@table_type(tables.Principal, "An account or service that plans, approves or changes records.")
class Principal(Node):
    """An account or service."""

    login: str = column("Login, unique.")
    name: str = column("Name.")
    kind_label: Label = labelled("kind", "Account or service, in words.")
