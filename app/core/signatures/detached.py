"""A signature beside a file: CMS over bytes that stay as they are, so that any tool can hold one against the other."""

import asyncio

from app.core.signatures import keys
from app.core.signatures.keys import KeyName


def sign_beside(data: bytes, *, key: KeyName) -> bytes:
    """Return a detached signature of some bytes, as DER. Call it outside any transaction: a token may take seconds.

    Raises:
        KeyMissingError: there is no key.
    """
    with keys.signer_for(key) as signer:
        signed = asyncio.run(signer.async_sign_general_data(data, "sha256", detached=True))
    return bytes(signed.dump())
