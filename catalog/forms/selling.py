"""Where else a product is sold."""

from flask_babel import lazy_gettext as _l

from app.web.forms import Form, LineField
from catalog.selling_places import LONGEST


class SellingLinkForm(Form):
    """One link, as it is copied from the marketplace."""

    url = LineField(
        _l("Address of the product’s page"),
        hint=_l("Open the product in the marketplace, press Share, copy the link, paste it here"),
        required=_l("Paste the whole address of the page, for example https://shopee.vn/…"),
        most=LONGEST,
    )
