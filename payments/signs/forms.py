"""The form of a look at a sign: one photograph."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from app.core.pictures import MAX_BYTES
from app.web.forms import FileField_, Form, TickField


class PhotoForm(Form):
    """A photograph of the sign as it hangs there now."""

    photo = FileField_(
        _l("Photograph of your sign, as it stands there now"),
        hint=_l("The whole code, straight on, in the light"),
        render_kw={"accept": "image/*", "capture": "environment"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.photo_bytes = b""

    def validate_photo(self, field: FileField_) -> None:
        if not field.is_chosen:
            raise ValidationError(_("Take a photograph of the sign, or choose one"))
        self.photo_bytes = field.read(MAX_BYTES)


class LookedForm(Form):
    """What the commune has seen before a sign is used again."""

    own_code = TickField(
        _l("I scanned the sign where it hangs, or a photograph of today: the name of the owner's account was shown"),
        required=_l("Scan the sign first, then tick this"),
    )
    no_sticker = TickField(
        _l("There is no other sticker on it"), required=_l("Take the other sticker off first, then tick this")
    )


class PauseForm(Form):
    """A button that stops a sign."""
