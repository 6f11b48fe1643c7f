"""Words an official adds to a report."""

from flask_babel import lazy_gettext as _l

from app.web.forms import Form, TextField_


class CommentForm(Form):
    """The words of one section; leaving it empty takes them out again."""

    words = TextField_(
        _l("Your words"),
        hint=_l("The numbers stay as they were frozen. Leave it empty to take your words out."),
        most=2000,
    )
