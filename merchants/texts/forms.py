"""Forms of texts."""

from app.web.forms import Form


class ReadForm(Form):
    """A button that needs no answer."""
