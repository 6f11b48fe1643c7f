"""Forms of notices: what somebody wants to get, and how an errand ended."""

from collections.abc import Collection

from flask_babel import lazy_gettext as _l

from app.core.messages import Channel, MessageClass
from app.web.forms import ChoicesField, Form
from merchants.notices import words

_CHOICES = [(kind.value, label) for kind, label in words.CLASSES.items()]


class WishesForm(Form):
    """What somebody wants to be told, by channel; codes always come."""

    sms = ChoicesField(_l("By text message"), choices=_CHOICES)
    zalo = ChoicesField(_l("By Zalo"), choices=_CHOICES)

    def show(self, refused: Collection[tuple[MessageClass, Channel]]) -> None:
        """Tick everything but what is refused."""
        kinds = list(words.CLASSES)
        self.sms.process(None, data=[kind.value for kind in kinds if (kind, Channel.SMS) not in refused])
        self.zalo.process(None, data=[kind.value for kind in kinds if (kind, Channel.ZALO) not in refused])

    def refused(self) -> set[tuple[MessageClass, Channel]]:
        """Return what was left without a tick."""
        wanted = {Channel.SMS: self.sms.data or (), Channel.ZALO: self.zalo.data or ()}
        return {(kind, channel) for channel, kept in wanted.items() for kind in words.CLASSES if kind.value not in kept}


class DoneForm(Form):
    """A button that needs no answer."""
