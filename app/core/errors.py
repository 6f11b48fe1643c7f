"""Refusals: what a rule says when the answer is no."""

from http import HTTPStatus


class DomainError(Exception):
    """A rule said no. Carries a stable code for logs and tests, and a sentence for the person."""

    code = "domain.error"
    status = HTTPStatus.CONFLICT

    def __init__(self, message: object, **context: object) -> None:
        super().__init__(message)
        self.message = message
        self.context = context

    def __str__(self) -> str:
        return str(self.message)


class NotFoundError(DomainError):
    """The thing does not exist, or this person may not know that it does."""

    code = "domain.not_found"
    status = HTTPStatus.NOT_FOUND


class NotPermittedError(DomainError):
    """This person may see the thing but not do this to it."""

    code = "domain.not_permitted"
    status = HTTPStatus.FORBIDDEN


class OvertakenError(DomainError):
    """Somebody else changed the thing since this person opened it."""

    code = "domain.overtaken"
    status = HTTPStatus.CONFLICT
