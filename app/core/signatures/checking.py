"""What the signatures in a PDF say: by whom, whether the bytes are still those signed, and whom they lead back to."""

import io
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.core.signatures.signing import trust

MOST_SIGNATURES = 10


@dataclass(frozen=True)
class Finding:
    """One signature."""

    place: str
    signer: str
    at: datetime | None = None
    is_intact: bool = False
    is_trusted: bool = False
    is_rest_untouched: bool = False
    has_trusted_time: bool = False


@dataclass(frozen=True)
class Verdict:
    """Every signature of a file; a file that is no PDF, or has none, has none."""

    findings: tuple[Finding, ...] = ()
    is_readable: bool = True

    @property
    def is_sound(self) -> bool:
        """Whether it is signed, nothing was changed after, and all of it leads back to a root of ours."""
        return bool(self.findings) and all(
            one.is_intact and one.is_trusted and one.is_rest_untouched for one in self.findings
        )


def check(pdf: bytes) -> Verdict:
    """Read every signature of a file somebody sent; whatever is wrong with it is an answer, not a fault."""
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader

    try:
        reader = PdfFileReader(io.BytesIO(pdf))
        signatures = [one for one in reader.embedded_signatures if one.sig_object_type == "/Sig"]
        findings = tuple(_finding(one) for one in signatures[:MOST_SIGNATURES])
    except (PdfError, ValueError, TypeError, KeyError, IndexError, RecursionError, AttributeError, OverflowError):
        # A stranger's file may be broken in any way: the reader's own errors are not all of one family.
        return Verdict(is_readable=False)
    return Verdict(findings)


def _finding(signature: Any) -> Finding:
    from pyhanko.sign.diff_analysis import ModificationLevel
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.errors import SignatureValidationError

    certificate = signature.signer_cert
    subject = certificate.subject.native.get("common_name", "") if certificate is not None else ""
    try:
        status = validate_pdf_signature(signature, signer_validation_context=trust())
    except SignatureValidationError:
        return Finding(signature.field_name, subject)
    level = status.modification_level
    allowed = level is not None and level <= ModificationLevel.FORM_FILLING
    return Finding(
        place=signature.field_name,
        signer=subject,
        at=status.signer_reported_dt,
        is_intact=bool(status.intact and status.valid),
        is_trusted=bool(status.trusted),
        is_rest_untouched=allowed,
        has_trusted_time=status.timestamp_validity is not None and bool(status.timestamp_validity.valid),
    )
