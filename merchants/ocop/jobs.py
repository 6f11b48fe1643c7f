"""What is done about OCOP every day, and the notice made ready for two signatures."""

from uuid import UUID

from app.core import jobs, signatures
from app.core.db import db
from app.core.transaction import transaction
from app.policy import Actor
from merchants.ocop import documents, queries, services
from merchants.results import queries as papers
from merchants.results import services as signing
from merchants.results.rules import DocumentKind

_NOTICE_SYMBOL = "TB-UBND"


@jobs.daily("ocop.tell_of_ends")
def tell_of_ends() -> None:
    """Tell owners of certificates that run out."""
    told = 1
    while told:
        with transaction():
            told = services.tell_of_ends(by=Actor.system("daily"))


@jobs.job("ocop.prepare_letter")
def prepare_letter(letter_id: str) -> None:
    """Make the notice with its places and lay it on the sender's signing desk, once."""
    letter = queries.letter(UUID(letter_id))
    reference = queries.reference_of(letter.id) if letter is not None else ""
    if letter is None or papers.by_reference(reference) is not None:
        return
    code = signing.draw_code()
    pdf = signatures.lay_places(documents.letter(letter, code=code))
    db.session.rollback()
    with transaction():
        known = queries.letter(UUID(letter_id))
        if known is None:
            return
        paper = signing.NewPaper(
            kind=DocumentKind.OCOP_NOTICE,
            reference=reference,
            code=code,
            title=f"Thông báo Giấy chứng nhận sản phẩm OCOP sắp hết hạn: {known.certificate.product_name}"[:200],
            symbol=_NOTICE_SYMBOL,
            agency_path=known.sender_path,
            pdf=pdf,
            number=known.number,
            issued_on=known.issued_on,
        )
        signing.issue(paper, merchant=known.certificate.merchant, by=Actor.system("signing desk"))
