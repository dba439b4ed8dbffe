"""What `make` runs exists: a target that names a module nobody has is found here, not by a newcomer."""

import re
from importlib.util import find_spec
from pathlib import Path

MAKEFILE = Path(__file__).parents[2] / "Makefile"


def test_make_runs_only_modules_that_can_be_run():
    named = set(re.findall(r"-m ([\w.]+)", MAKEFILE.read_text(encoding="utf-8")))

    assert {"benchmarks.planner", "pytest"} <= named
    for module in named:
        found = find_spec(module)
        assert found is not None, module
        if found.submodule_search_locations is not None:
            assert find_spec(f"{module}.__main__") is not None, module
