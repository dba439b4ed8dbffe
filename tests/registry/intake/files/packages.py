"""Workbooks that are not what they should be, made from good ones."""

import zipfile


def rewritten(
    path, edit=lambda _name, content: content, *, add=None, drop=(), compression=zipfile.ZIP_DEFLATED
):
    """Rewrite a package: change parts, add some, drop some."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist() if name not in drop}
    with zipfile.ZipFile(path, "w", compression) as package:
        for name, content in parts.items():
            package.writestr(name, edit(name, content))
        for name, content in (add or {}).items():
            package.writestr(name, content)
    return path
