"""The forms for photographs and templates."""

from collections.abc import Iterator
from functools import partial

from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from app.web.forms import FileField_, FilesField, Form, TickField
from catalog import images
from catalog.marketplaces import sheets, workbooks
from catalog.marketplaces.layouts import Layout
from catalog.marketplaces.sheets import Template
from catalog.rules import PhotoRole
from catalog.services import Sent


class PhotosForm(Form):
    """Four frames, any number of photographs in each."""

    front = FilesField(_l("Front"))
    label = FilesField(_l("Label at the back, letters readable"))
    size = FilesField(_l("Beside a hand, to show the size"))
    maker = FilesField(_l("The maker at work"))

    def pictures(self) -> Iterator[Sent]:
        """Return what was chosen, to be read one at a time and no further than the largest picture taken."""
        for role in PhotoRole:
            for file in self[role.value].data or ():
                if getattr(file, "filename", ""):
                    yield Sent(role, partial(file.stream.read, images.MAX_BYTES + 1))


class TemplateForm(Form):
    """The seller's own template from a marketplace."""

    template = FileField_(
        _l("The template (.xlsx)"),
        required=_l("Choose the template that you have downloaded"),
        hint=_l("In the Seller Centre choose Products, Mass upload, Download the template"),
    )
    from_now_on = TickField(_l("Use this template from now on"))
    layout: Layout
    opened: Template

    @classmethod
    def of(cls, layout: Layout) -> "TemplateForm":
        """Return the form for one marketplace's template."""
        form = cls()
        form.layout = layout
        return form

    def validate_template(self, field: FileField_) -> None:
        if field.data is None:
            return
        try:
            self.opened = sheets.opened(self.layout, field.data.stream.read(workbooks.MAX_BYTES + 1))
        except workbooks.TemplateRefusedError as refusal:
            raise ValidationError(str(refusal.message)) from refusal
