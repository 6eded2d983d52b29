"""
The tables of a dataset, from a zip or a folder, as a mapping from names to bytes.

Archives come from strangers: nothing is written to disk, sizes are counted while reading and not
believed, and whatever looks like a trick refuses the whole archive with its reason.
"""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from metropoli.base.errors import Invalid, NotFound

MB = 1024 * 1024
CHUNK_BYTES = MB
SUFFIX = ".txt"
OTHER_TABLES = {"locations.geojson"}  # GTFS-Flex
ARCHIVES = frozenset((".zip", ".gz", ".tgz", ".bz2", ".xz", ".7z", ".rar", ".tar", ".zst", ".lz"))
LITTER = frozenset(("__MACOSX", "Thumbs.db", "desktop.ini"))
PLAIN, DEFLATED = zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED
ENCRYPTED = 0x1
DEEPEST = 2  # a folder at the top and a file in it
SEVERAL_NAMES = 3  # told in a refusal; more would not help
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)  # a fixed time stamp: same files, same bytes

# The end of a zip (APPNOTE 4.3.14 to 4.3.16): where its list of entries is, and how long.
END, END64, LOCATOR64 = b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07"
END_BYTES, LOCATOR64_BYTES, LONGEST_COMMENT_BYTES = 22, 20, 65_535
LOCAL_HEADER_BYTES = 30

DAMAGE = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, RuntimeError,
    NotImplementedError, OverflowError, IndexError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Limits:
    """How much an archive may hold."""

    total_bytes: int = 4096 * MB
    file_bytes: int = 2047 * MB
    entries: int = 2_000
    directory_bytes: int = 2 * MB  # of the list of entries
    # Deflate can blow 1 byte up to 1,032; real timetables stay below 40.
    ratio: int = 250
    ratio_from_bytes: int = 16 * MB  # small files may repeat themselves as they like


LIMITS = Limits()


def open_files(source: Path | bytes, *, limits: Limits = LIMITS) -> Mapping[str, bytes]:
    """
    Return the text files of a zip or of a folder by their name in lower case, read when asked for.

    They may be at the top, or all in one folder at the top.

    :raises NotFound: no_such_file
    :raises Invalid: archive_… (see the sentences), here or when a file is read
    """
    if isinstance(source, bytes):
        return _Zip(source, limits)
    if source.is_dir():
        return _Folder(source, limits)
    if not source.is_file():
        raise NotFound("no_such_file", path=str(source))
    if source.stat().st_size > limits.total_bytes:
        raise Invalid("archive_too_large", file=source.name, limit_mb=limits.total_bytes // MB)
    return _Zip(source.read_bytes(), limits)


def pack(files: Mapping[str, bytes]) -> bytes:
    """Return the files as a zip; equal files make equal bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, ZIP_EPOCH)
            entry.compress_type = DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[name], compresslevel=3)
    return buffer.getvalue()


class _Files(Mapping[str, bytes]):
    """Names that lead to bytes; `_names` maps what we call a file to what the source calls it."""

    def __init__(self, names: list[str], limits: Limits) -> None:
        self._names = _tables(names)
        self._limits = limits
        self._read_bytes: dict[str, int] = {}

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def _take(self, stream: IO[bytes], name: str, packed_bytes: int | None) -> bytes:
        """Read a file in pieces, and stop as soon as it is more than it may be."""
        limits = self._limits
        others_bytes = sum(self._read_bytes.values()) - self._read_bytes.get(name, 0)
        content = bytearray()
        while piece := stream.read(CHUNK_BYTES):
            content += piece
            if len(content) > limits.file_bytes or others_bytes + len(content) > limits.total_bytes:
                raise Invalid("archive_too_large", file=name, limit_mb=limits.file_bytes // MB)
            if packed_bytes is not None:
                _check_ratio(name, len(content), packed_bytes, limits)
        self._read_bytes[name] = len(content)
        return bytes(content)


class _Folder(_Files):
    def __init__(self, folder: Path, limits: Limits) -> None:
        self._folder = folder
        names: list[str] = []
        for path in _walk(folder):
            name = path.relative_to(folder).as_posix()
            if path.is_symlink():
                raise Invalid("archive_unsafe_path", file=name)
            if path.is_file():
                names.append(name)
            if len(names) > limits.entries:
                raise Invalid("archive_too_many_files", limit=limits.entries)
        super().__init__(names, limits)

    def __getitem__(self, name: str) -> bytes:
        path = self._folder / self._names[name]
        with path.open("rb") as stream:
            return self._take(stream, name, None)


def _walk(folder: Path) -> Iterator[Path]:
    """Yield what is in a folder and in its folders, no deeper, links not followed."""
    for path in sorted(folder.iterdir()):
        yield path
        if path.is_dir() and not path.is_symlink():
            yield from sorted(path.iterdir())


class _Zip(_Files):
    def __init__(self, content: bytes, limits: Limits) -> None:
        try:
            _check_directory(content, limits)
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except DAMAGE as error:
            raise Invalid("archive_unreadable", reason=str(error)) from error
        entries = self._zip.infolist()
        _check_entries(entries, limits)
        super().__init__([entry.filename for entry in entries if not entry.is_dir()], limits)

    def __getitem__(self, name: str) -> bytes:
        entry = self._zip.getinfo(self._names[name])
        try:
            with self._zip.open(entry) as stream:
                return self._take(stream, name, entry.compress_size)
        except DAMAGE as error:
            raise Invalid("archive_unreadable", reason=f"{name}: {error}") from error


def _check_directory(content: bytes, limits: Limits) -> None:
    """Refuse a list of entries that is too long, before all of it is read."""
    at = content.rfind(END, max(0, len(content) - END_BYTES - LONGEST_COMMENT_BYTES))
    if at < 0:
        raise zipfile.BadZipFile("not a zip file")
    directory_bytes = struct.unpack_from("<L", content, at + 12)[0]
    locator = at - LOCATOR64_BYTES
    if locator >= 0 and content.startswith(LOCATOR64, locator):
        record = struct.unpack_from("<Q", content, locator + 8)[0]
        if content.startswith(END64, record):
            directory_bytes = struct.unpack_from("<Q", content, record + 40)[0]
    if directory_bytes > limits.directory_bytes:
        raise Invalid("archive_too_many_files", limit=limits.entries)


def _check_entries(entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(entries) > limits.entries:
        raise Invalid("archive_too_many_files", limit=limits.entries)
    end = 0
    for entry in sorted(entries, key=lambda one: one.header_offset):
        if entry.header_offset < end:
            raise Invalid("archive_unreadable", reason=f"{entry.filename}: overlaps another file")
        end = entry.header_offset + LOCAL_HEADER_BYTES + entry.compress_size
        _check_entry(entry, limits)
    if sum(entry.file_size for entry in entries) > limits.total_bytes:
        largest = max(entries, key=lambda entry: entry.file_size).filename
        raise Invalid("archive_too_large", file=largest, limit_mb=limits.total_bytes // MB)


def _check_entry(entry: zipfile.ZipInfo, limits: Limits) -> None:
    name = entry.orig_filename
    path = PurePosixPath(name)
    linked = stat.S_ISLNK(entry.external_attr >> 16)
    if linked or ".." in path.parts or path.is_absolute() or set(name) & set("\\\0:"):
        raise Invalid("archive_unsafe_path", file=name)
    if path.suffix.lower() in ARCHIVES:
        raise Invalid("archive_nested", file=name)
    if entry.flag_bits & ENCRYPTED:
        raise Invalid("archive_encrypted", file=name)
    if entry.compress_type not in {PLAIN, DEFLATED}:
        raise Invalid("archive_unreadable", reason=f"{name}: method {entry.compress_type}")
    if entry.file_size > limits.file_bytes:
        raise Invalid("archive_too_large", file=name, limit_mb=limits.file_bytes // MB)
    _check_ratio(name, entry.file_size, entry.compress_size, limits)


def _check_ratio(name: str, size_bytes: int, packed_bytes: int, limits: Limits) -> None:
    if size_bytes > limits.ratio_from_bytes and size_bytes > packed_bytes * limits.ratio:
        raise Invalid("archive_bomb", file=name, ratio=limits.ratio)


def _tables(names: list[str]) -> dict[str, str]:
    """Return the text files at the top, or else those in the only folder that has any."""
    found: dict[str, dict[str, str]] = {}
    for name in names:
        path = PurePosixPath(name)
        if path.suffix.lower() in ARCHIVES:
            raise Invalid("archive_nested", file=name)
        if _is_table(path):
            inside = found.setdefault(str(path.parent), {})
            if path.name.lower() in inside:
                raise Invalid("archive_file_twice", file=path.name)
            inside[path.name.lower()] = name
    if "." in found:
        return found["."]
    if len(found) > 1:
        raise Invalid("archive_several_folders", folders=", ".join(sorted(found)[:SEVERAL_NAMES]))
    if not found:
        raise Invalid("archive_without_tables")
    return next(iter(found.values()))


def _is_table(path: PurePosixPath) -> bool:
    shown = not path.name.startswith(".") and not LITTER & set(path.parts)
    wanted = path.suffix.lower() == SUFFIX or path.name.lower() in OTHER_TABLES
    return wanted and shown and len(path.parts) <= DEEPEST
