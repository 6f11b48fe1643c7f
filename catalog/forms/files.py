"""The forms for photographs and templates."""

from collections.abc import Callable, Iterator
from functools import partial

from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from app.web.forms import FileField_, FilesField, Form
from catalog import images
from catalog.marketplaces import shopee
from catalog.rules import PhotoRole


class PhotosForm(Form):
    """Four frames, any number of photographs in each."""

    front = FilesField(_l("Front"))
    label = FilesField(_l("Label at the back, letters readable"))
    size = FilesField(_l("Beside a hand, to show the size"))
    maker = FilesField(_l("The maker at work"))

    def pictures(self) -> Iterator[tuple[PhotoRole, Callable[[], bytes]]]:
        """Return what was chosen, to be read one at a time and no further than the largest picture taken."""
        for role in PhotoRole:
            for file in self[role.value].data or ():
                if getattr(file, "filename", ""):
                    yield role, partial(file.stream.read, images.MAX_BYTES + 1)


class TemplateForm(Form):
    """The seller's own template from Shopee."""

    template = FileField_(
        _l("Shopee's template (.xlsx)"),
        required=_l("Choose the template downloaded from Shopee"),
        hint=_l("In the Seller Centre choose Products, Mass upload, Download the template"),
    )
    data_read = b""

    def validate_template(self, field: FileField_) -> None:
        if field.data is None:
            return
        self.data_read = field.data.stream.read(shopee.MAX_BYTES + 1)
        try:
            shopee.check(self.data_read)
        except shopee.TemplateRefusedError as refusal:
            raise ValidationError(str(refusal.message)) from refusal
