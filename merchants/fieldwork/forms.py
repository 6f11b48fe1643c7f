"""Forms of field work: which answer counts, what became of a device, why an afternoon was fast."""

from flask_babel import lazy_gettext as _l

from app.web.forms import ChoiceField, FileField_, Form, LineField, WholeNumberField
from merchants.fieldwork.states import Keep


class KeepForm(Form):
    """Which of two answers counts."""

    keep = ChoiceField(_l("Which one is right?"), choices=[])

    def offer(self, *, ours: str, theirs: str) -> None:
        """Offer the two answers as people say them."""
        self.keep.choices = [(Keep.OURS.value, ours), (Keep.THEIRS.value, theirs)]

    def kept(self) -> Keep:
        """Return what was chosen."""
        return Keep(self.payload()["keep"])


class GiveUpForm(Form):
    """How far the paper stubs of a device go."""

    last = WholeNumberField(
        _l("The highest number on the paper stubs"),
        least=0,
        greatest=5000,
        sentence=_l("Enter a number from 0 to 5000"),
        hint=_l("Each note on the phone had a number, to be copied onto the stub. Enter 0 if there are no stubs"),
        default=0,
    )


class FileForm(Form):
    """The file a device wrote as a last resort."""

    file = FileField_(
        _l("The file from the phone"),
        required=_l("Choose the file that the phone has saved"),
        hint=_l("Its name begins with len-san- and ends in .json"),
        render_kw={"accept": ".json"},
    )


class PaceForm(Form):
    """Why an afternoon was fast."""

    says = LineField(
        _l("How it was done"), required=_l("Say how it was done, for example: two of us, all houses in one lane")
    )
