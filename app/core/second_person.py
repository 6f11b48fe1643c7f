"""What takes two people: nobody agrees to what they have proposed themselves."""

from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.core.doer import Doer
from app.core.errors import DomainError


class SecondPersonError(DomainError):
    """Nobody agrees to what they have proposed themselves."""

    code = "second_person.same"


def require_second_person(first_id: UUID | None, by: Doer) -> None:
    """Refuse whoever acted first, and whoever cannot be told from them.

    Raises:
        SecondPersonError: it is the same person, or somebody without an account.
    """
    if by.account_id is None or by.account_id == first_id:
        raise SecondPersonError(_l("Somebody else has to agree. Ask a colleague to open this page"))


def require_account(by: Doer) -> UUID:
    """Return the account of whoever acts first: without one, nobody can be told from the second person.

    Raises:
        SecondPersonError: there is none.
    """
    if by.account_id is None:
        raise SecondPersonError(_l("Sign in under your own name: a colleague has to look at it after you"))
    return by.account_id
