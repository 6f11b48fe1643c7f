"""The form that brings a marketplace's answers back."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from app.web.forms import ChoiceField, FileField_, Form
from catalog.channel_rules import Channel
from catalog.marketplaces import answers
from catalog.marketplaces.layouts import layouts


class AnswersForm(Form):
    """Whose answers, and the file they are in."""

    channel = ChoiceField(
        _l("Whose answers are these?"),
        choices=[(Channel.SHOPEE_VN.value, _l("Shopee")), (Channel.GOOGLE.value, _l("Google, free listings"))],
        required=_l("Choose whose answers these are"),
    )
    file = FileField_(
        _l("The file with the answers"),
        required=_l("Choose the file"),
        hint=_l("Shopee: the workbook it gives back, .xlsx. Google: Merchant Center, Products, Needs attention, .csv"),
    )
    read: answers.Answers

    def validate_file(self, field: FileField_) -> None:
        if field.data is None:
            return
        data = field.data.stream.read(answers.MAX_BYTES + 1)
        if len(data) > answers.MAX_BYTES:
            # Half of the answers would forget what the other half says.
            raise ValidationError(_("The file is too large: at most 10 MB. Take the file of this shop alone"))
        try:
            is_sheet = self.channel.data == Channel.SHOPEE_VN.value
            self.read = answers.of_sheet(layouts()["shopee"], data) if is_sheet else answers.of_table(data)
        except answers.TemplateRefusedError as refusal:
            sentence = _("No answers are in this file. Choose the file as the place gave it")
            raise ValidationError(sentence) from refusal
