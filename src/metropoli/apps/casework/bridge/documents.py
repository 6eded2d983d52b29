"""Documents are kept by the digest of their bytes, once, outside the database."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from pathlib import Path

from django.conf import settings

from metropoli.apps.casework.types import Filed, Upload
from metropoli.base.errors import Invalid, NotFound

MOST_BYTES = 10_000_000
# What a file begins with tells what it is; its name tells what somebody would like us to believe.
KINDS = {
    b"%PDF-": ("application/pdf", (".pdf",)),
    b"\x89PNG\r\n\x1a\n": ("image/png", (".png",)),
    b"\xff\xd8\xff": ("image/jpeg", (".jpg", ".jpeg")),
}
# A PDF that does something when it is opened is not a document that an office can trust. Streams
# hold pictures and letters in which these signs mean nothing; what is packed in them is not seen.
STREAMS = re.compile(rb"stream\r?\n.*?endstream", re.DOTALL)
ACTS = re.compile(rb"/(JavaScript|JS|Launch|EmbeddedFiles?)(?=[\s(<\[/>])")


def keep(upload: Upload) -> Filed:
    """
    Keep a document, and return it as the log knows it.

    :raises Invalid: document_empty, document_too_large, document_kind, document_acts
    """
    media_type(upload)
    digest = hashlib.sha256(upload.content).hexdigest()
    path = _path_of(digest)
    if not path.exists():
        _write_durably(path, upload.content)
    return Filed(upload.code, Path(upload.name).name[:200], digest)


def media_type(upload: Upload) -> str:
    """
    Return what kind of document it is by its bytes, if that is one that we take.

    :raises Invalid: document_empty, document_too_large, document_kind, document_acts
    """
    name = Path(upload.name).name
    if not upload.content:
        raise Invalid("document_empty", name=name)
    if len(upload.content) > MOST_BYTES:
        raise Invalid("document_too_large", name=name, most_mb=MOST_BYTES // 1_000_000)
    for magic, (kind, endings) in KINDS.items():
        if upload.content.startswith(magic) and name.lower().endswith(endings):
            if kind == "application/pdf" and ACTS.search(STREAMS.sub(b"", upload.content)):
                raise Invalid("document_acts", name=name)
            return kind
    raise Invalid("document_kind", name=name)


def read(digest: str) -> bytes:
    """
    Return the bytes of a document.

    :raises NotFound: no_such_document
    """
    path = _path_of(digest)
    if not path.is_file():
        raise NotFound("no_such_document")
    return path.read_bytes()


def _path_of(digest: str) -> Path:
    return Path(settings.VAR) / "documents" / digest[:2] / digest


def _write_durably(path: Path, content: bytes) -> None:
    """Write a file that is whole on the disk before anybody is told that we have it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
