"""
An audit pack made into files, in a process of its own: `python -m muster.audit_pack_beside`.

The pack comes as one line of JSON over standard input; the archive of its files goes to standard output.
"""

from __future__ import annotations

import sys

from exercises.audit_pack.files import archive, files
from exercises.audit_pack.pack import unpacked


def main() -> None:
    """Make one pack."""
    sys.stdout.buffer.write(archive(files(unpacked(sys.stdin.buffer.readline()))))


if __name__ == "__main__":
    main()
