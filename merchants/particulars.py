"""What a dossier keeps about its owner, and what becomes of it when the owner has it deleted."""

from flask_babel import lazy_gettext as _l

from app.core.particulars import Fate, Kept
from merchants.models import (
    ConsentWord,
    DossierLook,
    DossierMerge,
    LegalDetails,
    Merchant,
    MerchantConsent,
    MerchantHelper,
    RegisterEntry,
    ReviewCheck,
    ReviewContact,
    ReviewExtension,
    ReviewItem,
    ReviewReturn,
)

_RETURNS = Kept(ReviewReturn, _l("When the commune sent the file back"), Fate.DELETED)

# In the order in which rows may go: what points to a row goes before it.
KEPT = (
    Kept(LegalDetails, _l("Whose name is on the business paper"), Fate.DELETED),
    Kept(MerchantHelper, _l("Who was asked to help"), Fate.DELETED),
    Kept(ReviewItem, _l("What had to be mended"), Fate.DELETED, keys=("review_return_id",), of=_RETURNS),
    _RETURNS,
    Kept(ReviewCheck, _l("What the desk looked at"), Fate.DELETED),
    Kept(ReviewContact, _l("Calls and visits of the desk"), Fate.DELETED),
    Kept(ReviewExtension, _l("Apologies for being late"), Fate.DELETED),
    Kept(
        MerchantConsent,
        _l("What holds now of what was agreed to"),
        Fate.KEPT,
        _l("It shows that nothing is agreed to any more. It holds no name."),
    ),
    Kept(
        ConsentWord,
        _l("Every word of consent"),
        Fate.KEPT,
        _l("The law makes the commune prove what was agreed to and when it was taken back."),
    ),
    Kept(
        DossierLook,
        _l("Who has looked"),
        Fate.KEPT,
        _l("It is your protection: whoever looked stays answerable for it. It holds no word of the file."),
    ),
    Kept(
        RegisterEntry,
        _l("The line in the commune's register"),
        Fate.KEPT,
        _l("The register of an office is archived. The line holds a number and a day, no name."),
    ),
    Kept(
        DossierMerge,
        _l("Files that were joined"),
        Fate.KEPT,
        _l("It says which number became which. It holds no name."),
        keys=("kept_id", "merged_id"),
    ),
    Kept(
        Merchant,
        _l("The file"),
        Fate.BLANKED,
        _l("Number, hamlet, craft and days stay for the figures without names. Everything that says who you are goes."),
        blank={
            "craft_other": "",
            "business_name": "",
            "owner_name": "",
            "owner_name_fold": "",
            "birth_year": None,
            "area_note": "",
            "house_note": "",
            "contact_kind": None,
            "phone": "",
            "contact_name": "",
            "contact_relation": "",
            "papers": None,
            "filed_by_name": "",
            "filed_by_id": None,
        },
        keys=("id",),
    ),
)
