"""Where this installation keeps the bytes of evidence: the settings turned into a store."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from muster.settings import ConfigurationError, Settings
from registry.evidence import EvidenceStore, FolderStore

_OPTIONS = {"endpoint", "region"}


def evidence_store(settings: Settings) -> EvidenceStore:
    """
    Return the store `MUSTER_EVIDENCE` names: a folder, or `s3://bucket/prefix?endpoint=…&region=…`.

    Nothing is opened or made yet.

    Raises
    ------
    ConfigurationError
        The address is of another kind, has an unknown option, or the extra `s3` is not installed.

    """
    address = urlsplit(settings.evidence)
    if address.scheme == "s3":
        return _bucket(settings)
    if address.scheme == "file":
        return FolderStore(Path(address.path))
    return FolderStore(Path(settings.evidence).absolute())


def _bucket(settings: Settings) -> EvidenceStore:
    """Return the bucket an address names."""
    address = urlsplit(settings.evidence)
    options = dict(parse_qsl(address.query))
    if not address.netloc or set(options) - _OPTIONS:
        raise ConfigurationError(
            "MUSTER_EVIDENCE", "it must look like s3://bucket/prefix?endpoint=…&region=…"
        )
    try:
        from registry.evidence.bucket import BucketStore  # noqa: PLC0415 -- the extra s3 is optional
    except ImportError:
        raise ConfigurationError("MUSTER_EVIDENCE", "a bucket needs the extra muster[s3]") from None
    return BucketStore(
        address.netloc,
        prefix=address.path.strip("/"),
        endpoint=options.get("endpoint"),
        region=options.get("region", "us-east-1"),
        key_id=settings.evidence_key,
        secret=settings.evidence_secret,
    )
