"""Archives from strangers: read what is good, refuse every trick with its reason."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib

import numpy as np
import pytest

from metropoli.base import archives
from metropoli.base.archives import Limits, open_files, pack
from metropoli.base.errors import Invalid, MetropoliError, NotFound

GOOD = {"stops.txt": b"stop_id\n1\n", "trips.txt": b"trip_id\n1\n"}


def zipped(files, *, method=zipfile.ZIP_DEFLATED, mode=0o644 << 16):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files:
            entry = zipfile.ZipInfo(name)
            entry.compress_type = method
            entry.external_attr = mode
            archive.writestr(entry, content)
    return buffer.getvalue()


def refusal(source, **limits):
    with pytest.raises(MetropoliError) as refused:
        dict(open_files(source, limits=Limits(**limits)))
    return refused.value.code


def test_a_zip_is_a_mapping_from_names_to_bytes():
    assert dict(open_files(zipped(GOOD.items()))) == GOOD


def test_a_folder_is_read_like_a_zip(tmp_path):
    for name, content in GOOD.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "notes.pdf").write_bytes(b"%PDF")
    assert dict(open_files(tmp_path)) == GOOD


def test_a_zip_on_disk_is_read(tmp_path):
    (tmp_path / "feed.zip").write_bytes(zipped(GOOD.items()))
    assert dict(open_files(tmp_path / "feed.zip")) == GOOD


def test_files_may_lie_in_one_folder_at_the_top(tmp_path):
    inside = [(f"feed/{name}", content) for name, content in GOOD.items()]
    assert dict(open_files(zipped([*inside, ("readme.md", b"hello")]))) == GOOD
    (tmp_path / "feed").mkdir()
    for name, content in GOOD.items():
        (tmp_path / "feed" / name).write_bytes(content)
    assert dict(open_files(tmp_path)) == GOOD


def test_what_a_mac_leaves_behind_is_passed_over():
    litter = [("__MACOSX/._stops.txt", b"\0"), (".hidden.txt", b"")]
    assert dict(open_files(zipped([*GOOD.items(), *litter]))) == GOOD


def test_names_are_in_lower_case():
    assert dict(open_files(zipped([("STOPS.TXT", b"x")]))) == {"stops.txt": b"x"}


def test_what_is_packed_opens_again_and_equal_files_make_equal_bytes():
    assert dict(open_files(pack(GOOD))) == GOOD
    assert pack(GOOD) == pack(dict(reversed(GOOD.items())))


def test_a_missing_file_is_not_found(tmp_path):
    with pytest.raises(NotFound):
        open_files(tmp_path / "nothing.zip")


def test_what_is_no_zip_is_refused():
    assert refusal(b"") == "archive_unreadable"
    assert refusal(b"stop_id,stop_name\n" * 1_000) == "archive_unreadable"


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.99])
def test_a_truncated_zip_is_refused(share):
    content = zipped(GOOD.items())
    assert refusal(content[: int(len(content) * share)]) == "archive_unreadable"


@pytest.mark.parametrize(
    "name", ["../stops.txt", "/stops.txt", "a/../../stops.txt", "C:\\stops.txt"]
)
def test_a_path_that_leads_outside_is_refused(name):
    assert refusal(zipped([*GOOD.items(), (name, b"")])) == "archive_unsafe_path"


def test_a_link_is_refused(tmp_path):
    linked = zipped([("stops.txt", b"/etc/passwd")], mode=(stat.S_IFLNK | 0o777) << 16)
    assert refusal(linked) == "archive_unsafe_path"
    (tmp_path / "stops.txt").symlink_to("/etc/passwd")
    assert refusal(tmp_path) == "archive_unsafe_path"


def test_an_archive_in_an_archive_is_refused():
    assert refusal(zipped([("feed.zip", zipped(GOOD.items()))])) == "archive_nested"
    assert refusal(zipped([*GOOD.items(), ("more/old.tar.gz", b"")])) == "archive_nested"


def test_a_locked_archive_is_refused():
    content = bytearray(zipped(GOOD.items()))
    at = content.find(b"PK\x01\x02")
    content[at + 8] |= 1
    assert refusal(bytes(content)) == "archive_encrypted"


def test_a_rare_compression_is_refused():
    assert refusal(zipped(GOOD.items(), method=zipfile.ZIP_BZIP2)) == "archive_unreadable"


def test_a_bomb_is_refused_before_it_is_read():
    assert refusal(zipped([("stops.txt", bytes(40 * archives.MB))])) == "archive_bomb"


def test_a_bomb_that_lies_about_its_size_is_refused_while_it_is_read():
    """The header says 15 MB from 15 MB; the stream holds far more, from far less."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    stream = b"".join(packer.compress(bytes(archives.MB)) for _ in range(64)) + packer.flush()
    name = b"stops.txt"
    head = struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, 0, 8, 0, 0, 0, len(stream), 10, len(name), 0)
    local = head + name + stream
    entry = struct.pack(
        "<4s6H3L5H2L", b"PK\x01\x02", 20, 20, 0, 8, 0, 0, 0, len(stream), 10, len(name), 0, 0, 0, 0, 0, 0
    )  # fmt: skip
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, len(entry) + len(name), len(local), 0)
    assert refusal(local + entry + name + end) == "archive_unreadable"


def test_files_laid_over_one_another_are_refused():
    """Many entries that share one compressed stream make a bomb of any size."""
    content = bytearray(zipped(GOOD.items()))
    second = content.find(b"PK\x01\x02", content.find(b"PK\x01\x02") + 4)
    content[second + 42 : second + 46] = struct.pack("<L", 0)
    assert refusal(bytes(content)) == "archive_unreadable"


def test_too_much_is_refused():
    assert refusal(zipped(GOOD.items()), entries=1) == "archive_too_many_files"
    assert refusal(zipped(GOOD.items()), directory_bytes=50) == "archive_too_many_files"
    assert refusal(zipped(GOOD.items()), file_bytes=5) == "archive_too_large"
    assert refusal(zipped(GOOD.items()), total_bytes=15) == "archive_too_large"


def test_a_folder_is_counted_too(tmp_path):
    for name, content in GOOD.items():
        (tmp_path / name).write_bytes(content)
    assert refusal(tmp_path, entries=1) == "archive_too_many_files"
    assert refusal(tmp_path, file_bytes=5) == "archive_too_large"
    assert refusal(tmp_path, total_bytes=15) == "archive_too_large"


def test_a_broken_file_is_refused_when_it_is_read():
    content = bytearray(zipped(GOOD.items(), method=zipfile.ZIP_STORED))
    content[content.find(b"stop_id\n1")] ^= 0xFF
    assert refusal(bytes(content)) == "archive_unreadable"


def test_a_file_told_twice_is_refused():
    assert refusal(zipped([("stops.txt", b"a"), ("Stops.txt", b"b")])) == "archive_file_twice"


def test_tables_in_two_folders_are_refused():
    assert (
        refusal(zipped([("a/stops.txt", b""), ("b/stops.txt", b"")])) == "archive_several_folders"
    )


def test_an_archive_without_tables_is_refused():
    assert refusal(zipped([("photo.jpg", b"")])) == "archive_without_tables"
    assert refusal(zipped([])) == "archive_without_tables"


def test_no_damage_whatever_makes_it_fall_over():
    rng = np.random.default_rng(20_251)
    whole = zipped([*GOOD.items(), ("routes.txt", bytes(range(256)) * 8)])
    refused = 0
    for _ in range(2_000):
        content = bytearray(whole)
        for at in rng.integers(0, len(content), rng.integers(1, 6)):
            content[at] = rng.integers(256)
        if rng.random() < 0.3:
            del content[rng.integers(len(content)) :]
        try:
            files = dict(open_files(bytes(content)))
        except Invalid:
            refused += 1
        else:
            assert all(isinstance(one, bytes) for one in files.values())
    assert refused > 500
