from __future__ import annotations

import threading
from pathlib import Path

import pytest

from metropoli.base import snapshots
from metropoli.base.errors import NotFound


def write(text: str):
    def _write(folder: Path) -> None:
        (folder / "says").write_text(text)

    return _write


def read(folder: Path) -> str:
    return (folder / "says").read_text()


def test_a_shelf_without_versions_says_so(tmp_path):
    with pytest.raises(NotFound) as refused:
        snapshots.current_folder(tmp_path)
    assert refused.value.code == "nothing_published"


def test_a_running_worker_sees_a_new_version_without_a_restart(tmp_path):
    worker = snapshots.Snapshot(read)
    snapshots.publish(tmp_path, "1", write("first"))
    assert worker.at(tmp_path) == "first"
    snapshots.publish(tmp_path, "2", write("second"))
    assert worker.at(tmp_path) == "second"


def test_a_version_is_loaded_once(tmp_path):
    loads = []
    worker = snapshots.Snapshot(lambda folder: loads.append(folder) or read(folder))
    snapshots.publish(tmp_path, "1", write("first"))
    assert [worker.at(tmp_path), worker.at(tmp_path)] == ["first", "first"]
    assert len(loads) == 1


def test_an_import_that_breaks_leaves_the_old_version_in_service(tmp_path):
    snapshots.publish(tmp_path, "1", write("first"))

    def breaks(folder: Path) -> None:
        (folder / "says").write_text("half")
        raise OSError("disk is full")

    with pytest.raises(OSError, match="disk is full"):
        snapshots.publish(tmp_path, "2", breaks)
    assert read(snapshots.current_folder(tmp_path)) == "first"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["1", "CURRENT"]


def test_the_version_before_stays_for_those_who_still_read_it(tmp_path):
    for number in "123":
        snapshots.publish(tmp_path, number, write(number))
    assert sorted(p.name for p in tmp_path.iterdir()) == ["2", "3", "CURRENT"]


def test_two_builders_wait_for_each_other(tmp_path):
    order: list[str] = []
    entered = threading.Event()

    def second() -> None:
        entered.wait()
        with snapshots.one_at_a_time(tmp_path):
            order.append("second")

    other = threading.Thread(target=second)
    other.start()
    with snapshots.one_at_a_time(tmp_path):
        entered.set()
        other.join(timeout=0.2)
        order.append("first")
    other.join()
    assert order == ["first", "second"]
