"""A packed file put together from pieces that were packed by themselves, so that a changed piece costs only itself."""

import struct
import zlib
from collections.abc import Iterable, Iterator

# RFC 1952: deflated, no name, no time, of no particular system; so the same words are the same bytes.
_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
# An empty last block, RFC 1951: pieces end at a full byte and never are the last.
_LAST = b"\x03\x00"


def packed(plain: bytes) -> bytes:
    """Return a piece as it stands in a packed file, after whatever other pieces."""
    packer = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(plain) + packer.flush(zlib.Z_FULL_FLUSH)


def gzipped(pieces: Iterable[tuple[Iterable[bytes], Iterable[bytes]]]) -> Iterator[bytes]:
    """Yield one gzip file of pieces, each given plain and packed; the plain bytes are only summed up."""
    yield _HEAD
    checked = size = 0
    for plain, ready in pieces:
        for some in plain:
            checked, size = zlib.crc32(some, checked), size + len(some)
        yield from ready
    yield _LAST + struct.pack("<II", checked, size & 0xFFFFFFFF)
