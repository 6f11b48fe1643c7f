"""What a commune says about something odd, and why a period is restated."""

from flask_babel import lazy_gettext as _l

from app.web.forms import Form, TextField_


class ExplainForm(Form):
    """A commune's words."""

    words = TextField_(
        _l("What happened?"),
        required=_l("Write in a sentence what happened"),
        hint=_l("The sentence stays beside the number, in the report too."),
        most=600,
    )


class RestateForm(Form):
    """Why a final period is counted again."""

    reason = TextField_(
        _l("Why is it counted again?"),
        required=_l("Write why, for example: the bank's file came late"),
        hint=_l("Everybody reads this reason. The old edition stays."),
        most=600,
    )
