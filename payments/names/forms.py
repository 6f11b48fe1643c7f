"""The form of names: what stands on the paper, and over the shop."""

from flask_babel import lazy_gettext as _l

from app.web.forms import Form, LineField


class NamesForm(Form):
    """Two names, read from what they stand on; both may be missing."""

    paper_name = LineField(
        _l("Name on the business paper (leave empty without one)"),
        hint=_l("Letter by letter, for example Hộ kinh doanh Nguyễn Thị Mận"),
        most=200,
    )
    label_name = LineField(
        _l("Name on the sign over the shop or on the label (leave empty without one)"),
        hint=_l("For example Nước mắm Bà Mận"),
        most=200,
    )
