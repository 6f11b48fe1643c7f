"""Saying what the business is before the law and whose name is on its paper: no ninth question, asked where it fits."""

from flask_babel import lazy_gettext as _l

from app.core import audit, clock
from app.core.db import db
from app.core.text import line
from app.policy import Actor
from merchants import legal_forms, queries, rules
from merchants.legal_forms import LegalForm, Sex
from merchants.models import LegalDetails, Merchant
from merchants.services.record import AnswerRefusedError, MerchantAction, NotEditableError, subject_of
from merchants.states import EDITABLE


def answer_legal_form(merchant: Merchant, *, legal_form: LegalForm, tax_code: str = "", by: Actor) -> None:
    """Say what the business is; an organisation may give its tax code, a household's number is never kept.

    Raises:
        NotEditableError: the commune holds the dossier.
        AnswerRefusedError: that is not a tax code.
    """
    _refuse_held(merchant)
    details = put_legal_form(merchant, legal_form=legal_form, tax_code=tax_code)
    _note(merchant, details, "legal_form", by)


def answer_paper_holder(merchant: Merchant, *, paper_holder_name: str = "", by: Actor) -> None:
    """Say whose name the business paper bears (chủ đứng giấy), if not the owner's, who does the work.

    Raises:
        NotEditableError: the commune holds the dossier.
        AnswerRefusedError: it is not a name.
    """
    _refuse_held(merchant)
    details = put_paper_holder(merchant, paper_holder_name=paper_holder_name)
    _note(merchant, details, "paper_holder", by)


def answer_sexes(merchant: Merchant, *, owner_sex: Sex | None, paper_holder_sex: Sex | None, by: Actor) -> None:
    """Say, for both people and as each likes, whether a woman or a man; figures count whoever does the work.

    Raises:
        NotEditableError: the commune holds the dossier.
    """
    _refuse_held(merchant)
    details = _details(merchant)
    details.owner_sex = owner_sex
    details.paper_holder_sex = paper_holder_sex if details.paper_holder_name else None
    _note(merchant, details, "sexes", by)


def put_legal_form(merchant: Merchant, *, legal_form: LegalForm, tax_code: str = "") -> LegalDetails:
    code = _tax_code(legal_form, tax_code)
    merchant.legal_form = legal_form
    details = _details(merchant)
    details.tax_code = code
    return details


def put_paper_holder(merchant: Merchant, *, paper_holder_name: str) -> LegalDetails:
    name = line(paper_holder_name)
    if name and not rules.name_fits(name):
        raise AnswerRefusedError(_l("Enter the full name on the paper, for example Trần Văn Bình"))
    details = _details(merchant)
    details.paper_holder_name = name
    details.paper_holder_sex = details.paper_holder_sex if name else None
    return details


def put_no_paper_holder(merchant: Merchant) -> None:
    """Forget whose name the paper bears and who is a woman or a man: somebody else owns the business now."""
    details = put_paper_holder(merchant, paper_holder_name="")
    details.owner_sex = None


def _note(merchant: Merchant, details: LegalDetails, what: str, by: Actor) -> None:
    # The same answer again is no news.
    if details in db.session.new or db.session.is_modified(details) or db.session.is_modified(merchant):
        audit.record(MerchantAction.ANSWERED, subject_of(merchant), by=by, at=clock.now(), reason=what)


def _refuse_held(merchant: Merchant) -> None:
    if merchant.stage not in EDITABLE:
        raise NotEditableError(_l("The commune has this answer now. It can be changed if the commune sends it back"))


def _tax_code(legal_form: LegalForm, tax_code: str) -> str:
    if not tax_code or not legal_forms.keeps_tax_code(legal_form):
        return ""
    try:
        return legal_forms.read_tax_code(tax_code)
    except ValueError as error:
        raise AnswerRefusedError(_l("A tax code has 10 digits, for example 0100233488")) from error


def _details(merchant: Merchant) -> LegalDetails:
    details = queries.legal_details(merchant.id)
    if details is None:
        details = LegalDetails(merchant_id=merchant.id, paper_holder_name="", tax_code="")
        db.session.add(details)
    return details
