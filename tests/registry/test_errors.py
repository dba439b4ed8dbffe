"""Every refusal: a stable code of its own, and a sentence in both languages."""

from uuid import UUID

import pytest

from registry import errors
from registry.codes import Capability, TeamState

EXAMPLES = [
    errors.NotFound("shared_resource", UUID(int=1)),
    errors.CodeTaken("X"),
    errors.AlreadyAssigned("P-1", "T-1"),
    errors.StaleVersion(1, 2),
    errors.NotEligible("P-1", "AGE"),
    errors.TransitionRefused("team", TeamState.DISBANDED, TeamState.ACTIVE, ()),
    errors.InvalidValue("note", "x", "it must be longer"),
    errors.InUse("team", UUID(int=1)),
    errors.FourEyes("finding F", "registrar"),
    errors.NotReady("C-1", ("no plan",), ("缺少预案",)),
    *[errors.AccessDenied(capability, "510300") for capability in Capability],
]


@pytest.mark.parametrize("error", EXAMPLES, ids=lambda error: type(error).__name__)
def test_error_speaks_both_languages(error: errors.RegistryError) -> None:
    assert str(error).endswith(".")
    assert error.message_zh.endswith("。")


def test_error_codes_are_their_names() -> None:
    def tree(kind: type[errors.RegistryError]) -> set[type[errors.RegistryError]]:
        return {kind}.union(*(tree(child) for child in kind.__subclasses__()))

    kinds = {kind for kind in tree(errors.RegistryError) if kind.__module__ == errors.__name__}

    assert {kind.code.replace("_", "").lower() for kind in kinds} == {kind.__name__.lower() for kind in kinds}
    assert {type(error) for error in EXAMPLES} == {kind for kind in kinds if not kind.__subclasses__()}
