"""Photographs taken in before their looks were measured: measured now, from their masters."""

from app.core import storage
from catalog import images, queries

_AT_A_TIME = 50


def measure_some() -> int:
    """Measure some photographs that never were, and say how many; one that cannot be opened is like no other."""
    waiting = queries.unmeasured_photos(_AT_A_TIME)
    for photo in waiting:
        try:
            looks = images.looks_of_file(storage.read(photo.sha256))
        except (images.PhotoRefusedError, storage.FileMissingError):
            photo.fingerprint = ""
            continue
        photo.is_dark, photo.white_edge_pct, photo.fingerprint = looks.is_dark, looks.white_edge_pct, looks.fingerprint
    return len(waiting)
