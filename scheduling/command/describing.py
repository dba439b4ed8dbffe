"""`schema`: write the JSON Schemas of the documents, or check that they are current."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from scheduling.command.files import Unreadable
from scheduling.command.options import Exit
from scheduling.command.reports import tell
from scheduling.form.schema import outdated, write

FOLDER = Path("docs") / "reference"


def add(parser: ArgumentParser) -> None:
    """Add the options of `schema`."""
    parser.add_argument("--check", action="store_true", help="write nothing; say which files are out of date")
    parser.add_argument(
        "--folder", type=Path, default=FOLDER, help=f"where they are kept, {FOLDER.as_posix()}"
    )


def run(arguments: Namespace) -> Exit:
    """Write the schemas, or name those that are out of date."""
    if not arguments.folder.is_dir():
        raise Unreadable(str(arguments.folder), ("must be a folder",))
    if not arguments.check:
        for file in write(arguments.folder):
            tell(f"{file}: written")
        return Exit.DONE
    late = outdated(arguments.folder)
    for file in late:
        tell(f"{file}: is out of date; python -m scheduling schema writes it")
    return Exit.BROKEN if late else Exit.DONE
