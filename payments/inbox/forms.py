"""Forms of the inbox: what an owner says of money that is not plain."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.web.forms import ChoiceField, Form
from payments.inbox.rules.words import Told, Word
from payments.states import RequestState

_WORDS = {
    Word.ACCEPT: _l("It is for this sale: count it as received"),
    Word.KEEP: _l("It is for this sale, and the buyer lets me keep what is over"),
    Word.OWE: _l("No sale: I send all of it back"),
    Word.CLOSE: _l("It is something else: put the request aside"),
}
_TOLD = {
    Told.SALE: _l("A sale without a code"),
    Told.OTHER: _l("Not a sale: a gift, a loan, my own money"),
    Told.SAME: _l("The same payment: count it once"),
    Told.ANOTHER: _l("Another payment: count it too"),
}


class ResolveForm(Form):
    """What the owner says of money that came differently."""

    decision = ChoiceField(_l("What is it?"), choices=[], required=_l("Choose an answer"))

    def __init__(self, *, state: RequestState, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        is_over = state in (RequestState.OVERPAID, RequestState.LATE, RequestState.REVIEW)
        offered = [word for word in Word if word is not Word.KEEP or is_over]
        self.decision.choices = [(word.value, str(_WORDS[word])) for word in offered]

    @property
    def word(self) -> Word:
        """The owner's word."""
        return Word(self.decision.data)


class ToldForm(Form):
    """What the owner says of money without a code; a request of the same amount may be chosen."""

    told = ChoiceField(_l("What is this money?"), choices=[], required=_l("Choose an answer"))

    def __init__(self, *, possible: Sequence[Told], alike: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        requests = [(reference, _("It is for the request %(said)s", said=said)) for reference, said in alike]
        self.told.choices = [*requests, *((told.value, str(_TOLD[told])) for told in possible)]

    @property
    def answer(self) -> Told | str:
        """What was chosen: a word, or the code of a request."""
        given = str(self.told.data)
        return Told(given) if given in set(Told) else given
