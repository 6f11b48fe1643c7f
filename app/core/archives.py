"""Archives from strangers: what is said of damaged ones, and how long their list of contents is, before it is read."""

import struct
import zipfile
import zlib
from typing import IO

# What the library says of an archive that is cut off, damaged, locked, or packed in a way it does not know.
DAMAGED = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError)

# Five hundred names of ordinary length, with what programs write beside them.
MOST_LISTED_BYTES = 250_000
_END, _LOCATOR, _LARGE_END = b"PK\x05\x06", b"PK\x06\x07", b"PK\x06\x06"
_END_SIZE, _LOCATOR_SIZE, _LARGE_END_SIZE = 22, 20, 56
# A comment of any length may stand behind the end.
_SEARCHED = (1 << 16) + _END_SIZE + _LOCATOR_SIZE + _LARGE_END_SIZE


def lists_too_much(file: IO[bytes]) -> bool:
    """Whether a zip names more than five hundred files or so: the library makes an object of each before it is asked.

    What has no end is no zip, which the library says itself.
    """
    size = file.seek(0, 2)
    file.seek(max(0, size - _SEARCHED))
    tail = file.read()
    file.seek(0)
    at = tail.rfind(_END)
    if at < 0 or at + _END_SIZE > len(tail):
        return False
    (listed,) = struct.unpack_from("<L", tail, at + 12)
    large = at - _LOCATOR_SIZE - _LARGE_END_SIZE
    if large >= 0 and tail.startswith(_LOCATOR, at - _LOCATOR_SIZE) and tail.startswith(_LARGE_END, large):
        (listed,) = struct.unpack_from("<Q", tail, large + 40)
    return bool(listed > MOST_LISTED_BYTES)
