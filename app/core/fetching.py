"""Files fetched from addresses that strangers give: only from the open internet, and no further than asked.

Whoever asks us to fetch could mean a machine that only we can reach. So the name is looked up once, every address it
has must be open to everybody, and the connection goes to just that address; each redirection is looked at the same way.
"""

import http.client
import ipaddress
import socket
import ssl
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from urllib.parse import SplitResult, urljoin, urlsplit

from flask_babel import lazy_gettext as _l

from app.core import clock
from app.core.errors import DomainError

_MOST_REDIRECTIONS = 3
_PATIENCE_S = 10
_PORTS = {"http": 80, "https": 443}
_CHUNK = 1 << 16
# What networks without old addresses reach them by.
_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")
_LONGEST = 2_000
_MOVED = {301, 302, 303, 307, 308}


class FetchRefusedError(DomainError):
    """A file that is not fetched, or did not come; the sentence says what to do."""

    code = "fetch.refused"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


@dataclass(frozen=True)
class _Target:
    """Where to knock: what was asked for, and the one address the name was looked up to."""

    parts: SplitResult
    address: str

    @property
    def is_secret(self) -> bool:
        return self.parts.scheme == "https"


def fetched(url: str, *, most_bytes: int) -> bytes:
    """Return the file at an address. No transaction may be open: it can take ten seconds.

    Raises:
        FetchRefusedError: not on the open internet, or leading elsewhere; too large, too slow, not there.
    """
    give_up_at = clock.now() + timedelta(seconds=_PATIENCE_S)
    for _hop in range(_MOST_REDIRECTIONS + 1):
        target = _target(url)
        try:
            with _Connection(target) as connection:
                path = f"{target.parts.path or '/'}{f'?{target.parts.query}' if target.parts.query else ''}"
                connection.request("GET", path, headers={"User-Agent": "LenSan", "Accept": "image/*"})
                answer = connection.getresponse()
                if answer.status not in _MOVED:
                    return _body(answer, most_bytes, give_up_at)
                url = urljoin(url, answer.getheader("Location", ""))
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise _absent() from error
    raise _absent()


def _target(url: str) -> _Target:
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError as error:
        raise _odd() from error
    is_plain = len(url) <= _LONGEST and url.isascii() and not any(sign.isspace() for sign in url.strip())
    if not is_plain or parts.scheme not in _PORTS or not parts.hostname or parts.username or parts.password:
        raise _odd()
    if port not in (None, _PORTS[parts.scheme]):
        raise _odd()
    try:
        found = socket.getaddrinfo(parts.hostname, _PORTS[parts.scheme], type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise _absent() from error
    addresses = [str(each[4][0]) for each in found]
    if not addresses or not all(is_open(address) for address in addresses):
        raise FetchRefusedError(
            _l("This address is not on the open internet. Send the photos from this device instead")
        )
    return _Target(parts, addresses[0])


def is_open(address: str) -> bool:
    """Whether an IP address belongs to the open internet, and not to a house, a machine or a cloud's own network."""
    try:
        parsed = ipaddress.ip_address(address.split("%", 1)[0])
    except ValueError:
        return False
    inner = _inner(parsed)
    return parsed.is_global and inner.is_global and not parsed.is_multicast and not inner.is_multicast


def _inner(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """Return the old address that a new one stands for, if it stands for one."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in _TRANSLATED:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address


class _Connection(http.client.HTTPConnection):
    """A connection to the address that was looked at, whatever the name leads to a moment later."""

    def __init__(self, target: _Target) -> None:
        super().__init__(target.parts.hostname or "", _PORTS[target.parts.scheme], timeout=_PATIENCE_S)
        self._target, self.default_port = target, self.port

    def connect(self) -> None:
        self.sock = socket.create_connection((self._target.address, self.port), self.timeout)
        if self._target.is_secret:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)

    def __enter__(self) -> "_Connection":
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()


def _body(answer: http.client.HTTPResponse, most_bytes: int, give_up_at: datetime) -> bytes:
    if answer.status != HTTPStatus.OK:
        raise _absent()
    parts, size = [], 0
    while part := answer.read1(_CHUNK):
        size += len(part)
        if size > most_bytes:
            raise FetchRefusedError(_l("The file at this address is too large"))
        # A drop a second would keep somebody waiting for ever, each within the patience for one answer.
        if clock.now() > give_up_at:
            raise _absent()
        parts.append(part)
    return b"".join(parts)


def _odd() -> FetchRefusedError:
    return FetchRefusedError(_l("Paste the whole address of the picture, beginning with https://"))


def _absent() -> FetchRefusedError:
    return FetchRefusedError(_l("No picture came from this address. Open it in the browser to see whether it is there"))
