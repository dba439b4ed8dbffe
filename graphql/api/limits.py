"""
How much one operation may ask: depth, aliases, tokens, list arguments, cost and time.

Depth, aliases and tokens are judged on the document alone, once per text; lists and cost on the
document with its variables, before anything is executed, on every transport.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    ASTValidationRule,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLList,
    GraphQLNonNull,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    ListValueNode,
    NoSchemaIntrospectionCustomRule,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
    Visitor,
    get_named_type,
    is_composite_type,
    visit,
)
from strawberry.extensions import AddValidationRules, SchemaExtension
from strawberry.extensions.max_aliases import create_validator as alias_rule
from strawberry.extensions.query_depth_limiter import create_validator as depth_rule

from api.masking import coded

MAX_DEPTH = 10
MAX_ALIASES = 15
MAX_TOKENS = 1_000
MAX_BODY_BYTES = 200_000
MAX_LIST_ITEMS = 100
MAX_SUBSCRIPTIONS = 20
COST_BUDGET = 5_000
TIMEOUT_SECONDS = 10.0
RECHECK_SECONDS = 30.0

#: Length taken for a list without `first`, when the cost is reckoned (assumed).
ASSUMED_LIST = 5
#: Root fields that compute rather than read, in cost points (assumed).
WEIGHTS = {
    "bottlenecks": 2_000,
    "centersDue": 50,
    "comparePlans": 500,
    "demandRemedies": 2_000,
    "explainDemand": 200,
    "planConflicts": 1_000,
    "suggestedPlaces": 500,
    "supposePlan": 2_000,
    "demandCoverage": 500,
    "checkMove": 200,
    "coverage": 50,
    "drawDocument": 100,
    "linkCoverage": 50,
    "loadCheck": 200,
    "forecast": 100,
    "identity": 10,
    "overlaps": 200,
    "strength": 200,
    "spacingWarnings": 200,
    "planVerification": 200,
    "certificateDues": 100,
    "networkGaps": 50,
    "planSirens": 1_000,
    "noticesDue": 100,
    "inflationScreen": 500,
    "jointReadiness": 500,
    "readiness": 50,
    "readinessCurve": 50,
    "readinessDashboard": 50,
    "readinessList": 200,
    "readinessSets": 500,
    "responsibleLine": 10,
    "sirenCoverage": 100,
    "soundingRates": 50,
    "teamsForecast": 1_000,
    "whatIf": 200,
    "workFigures": 50,
}

# Rules are classes made once: the validation cache keys on them.
_RULES: list[type[ASTValidationRule]] = [depth_rule(MAX_DEPTH, None), alias_rule(MAX_ALIASES)]
_CLOSED_RULES: list[type[ASTValidationRule]] = [*_RULES, NoSchemaIntrospectionCustomRule]


class DocumentLimits(AddValidationRules):
    """Depth, aliases and, outside development, no introspection."""

    def __init__(self) -> None:
        super().__init__(_RULES)

    def on_operation(self) -> Iterator[None]:
        """Add the rules this process judges documents by."""
        development = self.execution_context.context.services.development
        self.validation_rules = _RULES if development else _CLOSED_RULES
        self.execution_context.parse_options["max_tokens"] = MAX_TOKENS
        yield from super().on_operation()


class RequestLimits(SchemaExtension):
    """Lists in arguments and the cost of the operation; the cost is told in `extensions`."""

    cost = 0

    def on_execute(self) -> Iterator[None]:
        """Judge the operation with its variables; raises the coded errors TOO_MANY and COST."""
        asked = self.execution_context
        document = asked.graphql_document
        if document is None:
            raise TypeError("operations are judged after they are parsed")
        variables = asked.variables or {}
        refuse_long_lists(document, variables)
        schema = asked.schema._schema  # pyright: ignore[reportPrivateUsage]  # graphql-core's schema
        self.cost = cost(schema, document, asked.operation_name, variables)
        if self.cost > COST_BUDGET:
            raise coded(
                "COST",
                f"The operation costs {self.cost} points, more than {COST_BUDGET}; ask for shorter pages.",
                f"该操作需 {self.cost} 点，超过 {COST_BUDGET} 点上限；请缩短分页。",
                cost=self.cost,
            )
        yield

    def get_results(self) -> dict[str, Any]:
        """Publish the cost in points."""
        return {"cost": self.cost}


class TimeLimit(SchemaExtension):
    """End an operation after `TIMEOUT_SECONDS`; of a subscription, only its start is timed."""

    async def on_execute(self) -> AsyncIterator[None]:
        """Time the execution; raises the coded error TIMEOUT."""
        try:
            async with asyncio.timeout(TIMEOUT_SECONDS):
                yield
        except TimeoutError as late:
            message = f"The operation took longer than {TIMEOUT_SECONDS:g} seconds and was ended."
            raise coded("TIMEOUT", message, f"操作超过 {TIMEOUT_SECONDS:g} 秒，已终止。") from late


class _LongLists(Visitor):
    """Looks for a literal list that is too long."""

    found = False

    def enter_list_value(self, node: ListValueNode, *_: Any) -> None:
        self.found = self.found or len(node.values) > MAX_LIST_ITEMS


def refuse_long_lists(document: DocumentNode, variables: Mapping[str, Any]) -> None:
    """Raise the coded error TOO_MANY when any list in an argument has more than 100 items."""
    visitor = _LongLists()
    visit(document, visitor)
    if visitor.found or _has_long_list(variables):
        message = f"A list in an argument may have at most {MAX_LIST_ITEMS} items."
        raise coded("TOO_MANY", message, f"参数中的列表最多 {MAX_LIST_ITEMS} 项。")


def _has_long_list(value: Any) -> bool:
    if isinstance(value, Mapping):
        return any(_has_long_list(item) for item in value.values())
    if isinstance(value, list):
        return len(value) > MAX_LIST_ITEMS or any(_has_long_list(item) for item in value)
    return False


def cost(
    schema: GraphQLSchema, document: DocumentNode, name: str | None, variables: Mapping[str, Any]
) -> int:
    """
    Return the cost of one operation in points: one for every object it may give.

    A page counts its `first`, another list `ASSUMED_LIST`; scalars are free; computing root fields
    have a weight of their own. The document is valid already, so fragments have no cycles.
    """
    operations = [node for node in document.definitions if isinstance(node, OperationDefinitionNode)]
    chosen = next(node for node in operations if name is None or (node.name and node.name.value == name))
    root = schema.get_root_type(chosen.operation)
    fragments = {
        node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)
    }
    return _Reckoning(schema, fragments, variables).of(chosen.selection_set, root)


@dataclass(frozen=True, slots=True)
class _Reckoning:
    """Adds up the points of a selection, following fragments."""

    schema: GraphQLSchema
    fragments: Mapping[str, FragmentDefinitionNode]
    variables: Mapping[str, Any]

    def of(self, selections: SelectionSetNode, parent: Any) -> int:
        total = 0
        for node in selections.selections:
            if isinstance(node, FieldNode):
                total += self.field(node, parent)
            elif isinstance(node, InlineFragmentNode):
                on = node.type_condition
                total += self.of(node.selection_set, self.schema.get_type(on.name.value) if on else parent)
            elif isinstance(node, FragmentSpreadNode):
                spread = self.fragments[node.name.value]
                total += self.of(spread.selection_set, self.schema.get_type(spread.type_condition.name.value))
        return total

    def field(self, node: FieldNode, parent: Any) -> int:
        definition = parent.fields.get(node.name.value) if hasattr(parent, "fields") else None
        if definition is None or node.selection_set is None:
            return WEIGHTS.get(node.name.value, 0)
        kind = get_named_type(definition.type)
        inside = self.of(node.selection_set, kind) if is_composite_type(kind) else 0
        return WEIGHTS.get(node.name.value, 0) + self.length(node, definition.type) * (1 + inside)

    def length(self, node: FieldNode, kind: Any) -> int:
        """Return how many objects a field may give; a page's edges are counted on the page."""
        for argument in node.arguments or ():
            if argument.name.value in ("first", "ids"):
                return self.number(argument.value)
        bare = kind.of_type if isinstance(kind, GraphQLNonNull) else kind
        of_page = node.name.value in ("edges", "nodes")
        return ASSUMED_LIST if isinstance(bare, GraphQLList) and not of_page else 1

    def number(self, value: Any) -> int:
        """Return how many are asked for, literally or by variable, at least 1; unknown ones count as 100."""
        given: Any = value.value if isinstance(value, IntValueNode) else None
        if isinstance(value, ListValueNode):
            given = len(value.values)
        if isinstance(value, VariableNode):
            given = self.variables.get(value.name.value)
            given = len(given) if isinstance(given, list) else given
        try:
            return max(1, int(given)) if given is not None else MAX_LIST_ITEMS
        except (TypeError, ValueError):
            return MAX_LIST_ITEMS


__all__ = ["COST_BUDGET", "DocumentLimits", "RequestLimits", "TimeLimit", "cost"]
