"""Who may look at a sign and print it, who may stop somebody else's, and which commune looks after it."""

from flask_babel import lazy_gettext as _l

from app.core.errors import NotFoundError, NotPermittedError
from app.policy import Actor, Permission, allows, require
from merchants.models import Merchant
from payments.access import live_standee_of, merchant_for_money, public_standee, standee_of
from payments.models import Standee
from payments.signs import queries

# Views annotate with the models without importing them from the tables.
__all__ = ["Merchant", "Standee", "may_stop", "own_live_sign", "own_sign", "sign_to_keep", "sign_to_stop"]


def own_sign(actor: Actor, code: str, serial: str) -> tuple[Merchant, Standee]:
    """Return one of an owner's own signs with its merchant.

    Raises:
        NotFoundError: no such dossier or sign, or they do not belong together.
        NotPermittedError: this person may see the dossier, and nobody but the owner sees money.
    """
    merchant = merchant_for_money(actor, code)
    return merchant, standee_of(merchant, serial)


def own_live_sign(actor: Actor, code: str) -> tuple[Merchant, Standee]:
    """Return the sign an owner has now with its merchant.

    Raises:
        NotFoundError: no such dossier, or no sign.
        NotPermittedError: this person may see the dossier, and nobody but the owner sees money.
    """
    merchant = merchant_for_money(actor, code, Permission.STANDEE_ISSUE)
    return merchant, live_standee_of(merchant)


def may_stop(actor: Actor) -> bool:
    """Whether the commune can see who stopped a sign: anybody may begin a file, and holds it without an account."""
    return actor.account_id is not None


def sign_to_stop(actor: Actor, serial: str) -> Standee:
    """Return somebody else's sign to whoever may stop it.

    Raises:
        NotFoundError: there is no such sign.
        NotPermittedError: nobody could say who this person is.
    """
    standee = public_standee(serial)
    if not may_stop(actor):
        raise NotPermittedError(_l("Sign in by your own telephone first: the commune has to see who stopped a card"))
    return standee


def sign_to_keep(actor: Actor, serial: str) -> tuple[Merchant, Standee]:
    """Return a sign with its merchant to the commune that looks after it.

    Raises:
        NotFoundError: there is no such sign, or whose it is lies outside what this person may see.
        NotPermittedError: this person may see the dossier, and does not look after signs.
    """
    standee = public_standee(serial)
    merchant = queries.owner_of(standee)
    may_see = allows(actor, Permission.STANDEE_KEEP, merchant.place())
    if not may_see and not allows(actor, Permission.MERCHANT_VIEW, merchant.place()):
        raise NotFoundError("no such standee")
    require(actor, Permission.STANDEE_KEEP, merchant.place())
    return merchant, standee
