"""Files by content hash: once, whole, and only by a real hash."""

import hashlib
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import obstore
import pytest
from sqlalchemy import func, select

from app.core import storage
from app.core.db import db
from app.core.settings import current, use
from tests import peers


def path_of(sha256: str) -> Path:
    return Path(urlsplit(current().storage_url).path) / storage.key_of(sha256)


def test_what_is_put_is_read_back_under_the_hash_of_its_bytes() -> None:
    stored = storage.put("Nước mắm".encode(), "text/plain")

    assert stored.sha256 == hashlib.sha256("Nước mắm".encode()).hexdigest()
    assert stored.size_bytes == len("Nước mắm".encode())
    assert storage.read(stored.sha256, verify=True).decode() == "Nước mắm"
    assert path_of(stored.sha256).parent.name == stored.sha256[:2]


def test_the_same_bytes_put_twice_are_one_file_and_one_row() -> None:
    first = storage.put(b"twice", "text/plain")
    second = storage.put(b"twice", "text/plain")

    assert first.id == second.id
    assert db.session.scalar(select(func.count()).where(storage.StoredFile.sha256 == first.sha256)) == 1


def test_a_row_whose_file_was_lost_gets_it_back_when_the_bytes_come_again() -> None:
    stored = storage.put(b"lost and found", "text/plain")
    path_of(stored.sha256).unlink()

    assert not storage.exists(stored.sha256)
    storage.put(b"lost and found", "text/plain")
    assert storage.exists(stored.sha256)


def test_changed_bytes_are_noticed_when_asked_for() -> None:
    stored = storage.put(b"whole", "text/plain")
    path_of(stored.sha256).write_bytes(b"wh0le")

    assert storage.read(stored.sha256) == b"wh0le"
    with pytest.raises(storage.FileDamagedError):
        storage.read(stored.sha256, verify=True)


def test_an_unknown_hash_is_a_refusal() -> None:
    with pytest.raises(storage.FileMissingError):
        storage.read("0" * 64)


@pytest.mark.parametrize("key", ["", "../../etc/passwd", "A" * 64, "0" * 63, "0" * 63 + "/"])
def test_what_is_not_a_hash_never_reaches_the_store(key: str) -> None:
    with pytest.raises(storage.FileMissingError):
        storage.read(key)


def test_a_reader_never_meets_half_a_file() -> None:
    stored = storage.put(b"x" * 1_000_000, "application/octet-stream")

    assert [child.name for child in path_of(stored.sha256).parent.iterdir() if "#" in child.name] == []
    assert path_of(stored.sha256).stat().st_size == 1_000_000


BUCKET = "lensan-test"


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Keep files in a bucket of a real S3 server for the length of a test."""
    with peers.s3_server() as url:
        for name, value in {
            "AWS_ENDPOINT_URL": url,
            "AWS_ALLOW_HTTP": "true",
            "AWS_ACCESS_KEY_ID": "key",
            "AWS_SECRET_ACCESS_KEY": "secret",
            "AWS_DEFAULT_REGION": "us-east-1",
        }.items():
            monkeypatch.setenv(name, value)
        made = urllib.request.Request(f"{url}/{BUCKET}", method="PUT")
        made.add_header("Authorization", "AWS4-HMAC-SHA256 Credential=key/20261125/us-east-1/s3/aws4_request")
        urllib.request.urlopen(made).close()
        storage._store_at.cache_clear()  # an earlier test's server is gone, its address with it
        before = current()
        use(replace(before, storage_url=f"s3://{BUCKET}"))
        yield
        use(before)


def test_a_bucket_keeps_files_as_a_folder_does(bucket: None) -> None:
    first = storage.put("Nước mắm trong kho".encode(), "text/plain")
    again = storage.put("Nước mắm trong kho".encode(), "text/plain")

    assert first.id == again.id
    assert storage.exists(first.sha256)
    assert storage.read(first.sha256, verify=True).decode() == "Nước mắm trong kho"
    assert not storage.exists("0" * 64)
    with pytest.raises(storage.FileMissingError):
        storage.read("0" * 64)


def test_bytes_changed_in_a_bucket_are_noticed(bucket: None) -> None:
    stored = storage.put(b"as it was", "text/plain")
    obstore.put(storage._store(), storage.key_of(stored.sha256), b"as it is now")

    with pytest.raises(storage.FileDamagedError):
        storage.read(stored.sha256, verify=True)
