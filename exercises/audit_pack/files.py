"""The files of an audit pack: the print, and the workbook, whose cover names the print by its digest."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping

from exercises.audit_pack.pack import Pack
from exercises.audit_pack.printing import printed_bytes
from exercises.audit_pack.workbook import workbook_bytes

#: The earliest time an archive can name: the files are of no other moment than the one in them.
NO_TIME = (1980, 1, 1, 0, 0, 0)


def files(pack: Pack) -> dict[str, bytes]:
    """Return the workbook and the print by their names; equal packs give equal bytes. Blocking."""
    printed = printed_bytes(pack)
    workbook = workbook_bytes(pack, hashlib.sha256(printed).hexdigest())
    return {f"{pack.name}.xlsx": workbook, f"{pack.name}.pdf": printed}


def archive(made: Mapping[str, bytes]) -> bytes:
    """Return files as one ZIP archive; equal files give equal bytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as bundle:
        for name in sorted(made):
            bundle.writestr(zipfile.ZipInfo(name, NO_TIME), made[name])
    return target.getvalue()


def unarchived(body: bytes) -> dict[str, bytes]:
    """Return the files of an archive by their names."""
    with zipfile.ZipFile(io.BytesIO(body)) as bundle:
        return {name: bundle.read(name) for name in bundle.namelist()}
