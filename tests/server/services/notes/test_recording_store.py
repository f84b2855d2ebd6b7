"""Chunks are files that survive what happens to the process that wrote them."""

from __future__ import annotations

import errno
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from server.services.notes.recording_store import RecordingStore

RECORDING = "0192f0c1-7b1e-7c3a-9d52-3f1f0e7a9b10"


@pytest.fixture
def store(tmp_path: Path) -> RecordingStore:
    return RecordingStore(tmp_path / "recordings")


def test_a_chunk_reads_back_as_it_was_written(store: RecordingStore) -> None:
    data = bytes(range(256))
    assert store.save(RECORDING, 7, data) == RecordingStore.sha256(data)
    assert store.read(RECORDING, 7) == data


def test_writing_a_chunk_again_leaves_one_file(store: RecordingStore) -> None:
    for _time in range(2):
        store.save(RECORDING, 0, b"same")
    assert [path.name for path in store.path(RECORDING, 0).parent.iterdir()] == ["000000.chunk"]


def test_of_two_bodies_under_one_number_the_first_counts_and_both_are_kept(store: RecordingStore) -> None:
    first = store.save(RECORDING, 0, b"first")
    assert store.save(RECORDING, 0, b"other") == first
    assert store.read(RECORDING, 0) == b"first"
    assert [path.read_bytes() for path in store.path(RECORDING, 0).parent.glob("*.rival")] == [b"other"]


def test_bodies_that_arrive_at_the_same_instant_never_replace_one_another(store: RecordingStore) -> None:
    bodies = [f"body {number}".encode() * 1000 for number in range(16)]
    begin = threading.Barrier(len(bodies))

    def send(body: bytes) -> str:
        begin.wait(timeout=30)
        return store.save(RECORDING, 0, body)

    with ThreadPoolExecutor(len(bodies)) as senders:
        told = set(senders.map(send, bodies))
    kept = [path.read_bytes() for path in store.path(RECORDING, 0).parent.iterdir()]
    assert told == {RecordingStore.sha256(store.read(RECORDING, 0))}
    assert sorted(kept) == sorted(bodies)


def test_a_folder_that_knows_no_links_keeps_chunks_all_the_same(
    store: RecordingStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_existing: Path, _name: Path) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr("os.link", refuse)
    first = store.save(RECORDING, 0, b"first")
    assert store.save(RECORDING, 0, b"other") == first
    assert store.read(RECORDING, 0) == b"first"


def test_what_a_kill_left_half_written_is_removed_later_and_nothing_else(store: RecordingStore) -> None:
    store.save(RECORDING, 0, b"whole")
    old, fresh = (store.folder / "arriving" / f"{name}.half" for name in ("old", "fresh"))
    old.write_bytes(b"ha")
    fresh.write_bytes(b"ha")
    os.utime(old, (1.0, 1.0))
    assert store.tidy() == 1
    assert not old.exists()
    assert fresh.exists()
    assert store.read(RECORDING, 0) == b"whole"


def test_chunks_come_back_in_order(store: RecordingStore) -> None:
    for number in (2, 0, 1):
        store.save(RECORDING, number, str(number).encode())
    assert b"".join(store.chunks(RECORDING, 3)) == b"012"


def test_a_write_that_fails_leaves_the_old_chunk_and_no_half_one(
    store: RecordingStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.save(RECORDING, 0, b"old")

    def fail(_handle: int) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(OSError, match="Input/output"):
        store.save(RECORDING, 0, b"new")
    assert store.read(RECORDING, 0) == b"old"
    assert len(list(store.path(RECORDING, 0).parent.iterdir())) == 1


def test_the_folders_that_name_a_chunk_are_synced_too(store: RecordingStore, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[tuple[int, int]] = []
    sync = os.fsync

    def note(handle: int) -> None:
        synced.append((os.fstat(handle).st_dev, os.fstat(handle).st_ino))
        sync(handle)

    monkeypatch.setattr("os.fsync", note)
    store.save(RECORDING, 0, b"first")
    written = store.path(RECORDING, 0)
    folders = [written, written.parent, written.parent.parent, store.folder, store.folder.parent]
    assert {(path.stat().st_dev, path.stat().st_ino) for path in folders} <= set(synced)
