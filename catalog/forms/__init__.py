"""Forms of the catalogue: questions, kinds of goods, files."""

from catalog.forms.files import PhotosForm, TemplateForm
from catalog.forms.history import BringBackForm, UndoForm
from catalog.forms.kinds import FamilyForm, attribute_question
from catalog.forms.own_words import OWN_FORMS
from catalog.forms.packs import LayoutForm, PackForm, pack_form
from catalog.forms.questions import ASKED_OF_ALL, QUESTIONS, next_question

__all__ = [
    "ASKED_OF_ALL",
    "OWN_FORMS",
    "QUESTIONS",
    "BringBackForm",
    "FamilyForm",
    "LayoutForm",
    "PackForm",
    "PhotosForm",
    "TemplateForm",
    "UndoForm",
    "attribute_question",
    "next_question",
    "pack_form",
]
