"""Forms of one's own data: asking for deletion, and doing it."""

from flask_babel import lazy_gettext as _l

from app.web.forms import Form, TextField_, TickField


class AskErasureForm(Form):
    """The owner asks for deletion after having read what stays."""

    understood = TickField(_l("I have read what goes and what stays"), required=_l("Read both lists, then tick here"))


class EraseForm(Form):
    """An official deletes what the owner asked to have deleted."""

    certain = TickField(
        _l("The owner asked for this in person or on their own phone"),
        required=_l("Make sure that it was the owner who asked, then tick here"),
    )
    answer = TextField_(
        _l("The answer"),
        required=_l("Write the answer as the owner will read it"),
        hint=_l("For example: everything was deleted on 28/11. The commune keeps only the lines named above"),
        most=1000,
    )
