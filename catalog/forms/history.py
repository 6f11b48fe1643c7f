"""Buttons that lead back."""

from wtforms import IntegerField

from app.web.forms import Form


class UndoForm(Form):
    """Take the last change back: the one the person saw, and no later one."""

    number = IntegerField()


class BringBackForm(Form):
    """Bring an earlier revision back; which one stands in the address."""
