"""The product's source files as the house tests read them."""

from __future__ import annotations

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = {
    "muster": ROOT / "muster",
    "registry": ROOT / "registry",
    "scheduling": ROOT / "scheduling",
    "exercises": ROOT / "exercises",
    "seeds": ROOT / "seeds",
    "api": ROOT / "graphql" / "api",
}


@cache
def modules() -> tuple[Path, ...]:
    """Return every Python file of the six packages, migrations left out."""
    files = [file for folder in PACKAGES.values() for file in folder.rglob("*.py")]
    return tuple(sorted(file for file in files if "migrations" not in file.parts))


@cache
def tree(file: Path) -> ast.Module:
    """Return the syntax tree of a file."""
    return ast.parse(file.read_text(encoding="utf-8"), filename=str(file))


def shown(file: Path) -> str:
    """Return the path as people name it."""
    return file.relative_to(ROOT).as_posix()


@cache
def committed() -> tuple[Path, ...]:
    """Return every file git knows, or would add."""
    out = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return tuple(path for line in out.stdout.splitlines() if (path := ROOT / line).is_file())
