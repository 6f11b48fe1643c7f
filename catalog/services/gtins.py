"""Bar codes that somebody has read off a label."""

from http import HTTPStatus

from flask_babel import lazy_gettext as _l

from app.core.errors import DomainError
from app.core.identifiers import IdentifierError, check_gtin


class GtinRefusedError(DomainError):
    """The number on the label cannot be a bar code: its last digit does not agree with the others."""

    code = "catalog.gtin_refused"
    status = HTTPStatus.BAD_REQUEST


def known_gtin(text: str) -> None:
    """Refuse a number that is no bar code.

    Raises:
        GtinRefusedError: with what to do.
    """
    try:
        check_gtin(text)
    except IdentifierError as error:
        raise GtinRefusedError(
            _l("This bar code was read wrongly: its last digit does not agree. Read it again")
        ) from error
