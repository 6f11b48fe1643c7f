"""One box to look for a dossier in, and the question asked of those above a commune."""

from flask_babel import lazy_gettext as _l

from app.web.forms import Form, LineField


class PurposeForm(Form):
    """Why somebody above a commune looks names up."""

    reason = LineField(
        _l("What do you need the names for?"),
        required=_l("Say what the names are needed for, for example: to arrange a class for those without a QR code"),
        hint=_l("The sentence is kept with your name and the time."),
    )
