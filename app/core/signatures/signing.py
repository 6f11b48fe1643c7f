"""One signature: PAdES B-B always; with a trusted time and all that later checks need where there is a time server."""

import io
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from app.core import clock, settings
from app.core.signatures import keys
from app.core.signatures.keys import KeyName
from app.core.signatures.places import Filling, Place, fill

# Hexadecimal digits kept free for a signature without a trusted time: some certificates and 512 bytes of signature.
# Without a number the library signs twice, the first time to see how long it is, and would ask a token twice.
ROOM = 24_576


def sign(
    pdf: bytes,
    place: Place,
    *,
    key: KeyName,
    look: bytes,
    at: datetime,
    reason: str,
    where: str,
    fillings: Mapping[Place, Filling] | None = None,
) -> bytes:
    """Return the document with one more signature, as a revision added behind the bytes that were there.

    ``look`` is a page of the place's size; ``fillings`` are written in the same revision, before the signature.
    Call it outside any transaction: a token or a time server may take seconds.

    Raises:
        KeyMissingError: there is no key.
        pyhanko.sign.general.SigningError: the place is signed already, or the time server does not answer.
    """
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.fields import SigSeedSubFilter
    from pyhanko.sign.signers import PdfSignatureMetadata

    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    fill(writer, fillings or {})
    stamper = _time_server()
    details = PdfSignatureMetadata(
        field_name=place.value,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        name=key.subject,
        reason=reason,
        location=where,
        embed_validation_info=stamper is not None,
        use_pades_lta=stamper is not None,
        validation_context=trust() if stamper is not None else None,
    )
    with keys.signer_for(key) as signer:
        pen = _signer(details, signer, stamper, look, at)
        signed: Any = pen.sign_pdf(writer, existing_fields_only=True, bytes_reserved=ROOM if stamper is None else None)
    return bytes(signed.getbuffer())


def trust(at: datetime | None = None) -> Any:
    """Return what signatures are checked against: our roots, and the lists of what has been revoked."""
    from asn1crypto.crl import CertificateList
    from pyhanko_certvalidator import ValidationContext

    known = keys.revocations()
    return ValidationContext(
        trust_roots=keys.roots(),
        crls=[CertificateList.load(each) for each in known],
        allow_fetching=not known,
        moment=at,
        revocation_mode="hard-fail" if known else "soft-fail",
    )


def _signer(details: Any, signer: Any, stamper: Any, look: bytes, at: datetime) -> Any:
    from pyhanko.pdf_utils.layout import AxisAlignment, Margins, SimpleBoxLayoutRule
    from pyhanko.sign.signers import PdfSigner
    from pyhanko.stamp import StaticStampStyle

    local = clock.local(at)

    class Punctual(PdfSigner):
        """Writes the moment the official pressed the button, on Vietnam's clock."""

        def init_signing_session(self, *args: Any, **kwargs: Any) -> Any:
            session = super().init_signing_session(*args, **kwargs)
            session.system_time = local
            return session

    centre = AxisAlignment.ALIGN_MID
    style = StaticStampStyle(
        border_width=0,
        background=_page(look),
        background_opacity=1.0,
        background_layout=SimpleBoxLayoutRule(x_align=centre, y_align=centre, margins=Margins.uniform(0)),
    )
    return Punctual(details, signer=signer, timestamper=stamper, stamp_style=style)


def _page(pdf: bytes) -> Any:
    """Return the first page of a PDF as something a stamp can show."""
    from pyhanko.pdf_utils.content import PdfContent
    from pyhanko.pdf_utils.layout import BoxConstraints
    from pyhanko.pdf_utils.reader import PdfFileReader

    class Page(PdfContent):
        def render(self) -> bytes:
            drawn = self._ensure_writer.import_page_as_xobject(PdfFileReader(io.BytesIO(pdf)))
            self.resources.xobject["/Look"] = drawn
            left, low, right, high = drawn.get_object()["/BBox"]
            self.box = BoxConstraints(width=abs(right - left), height=abs(high - low))
            return b"/Look Do"

    return Page()


def _time_server() -> Any:
    address = settings.current().signing.tsa_url
    if not address:
        return None
    from pyhanko.sign.timestamps.aiohttp_client import HTTPTimeStamper

    return HTTPTimeStamper(address, timeout=15)
