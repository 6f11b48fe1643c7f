"""Forms of the catalogue: questions, kinds of goods, files."""

from catalog.forms.answers import AnswersForm
from catalog.forms.cuts import CutForm, MorePhotosForm
from catalog.forms.files import PhotosForm, TemplateForm
from catalog.forms.gaps import FillManyForm, fill_many_form
from catalog.forms.goods_lists import ListColumnsForm, ListForm, list_columns_form
from catalog.forms.history import BringBackForm, UndoForm
from catalog.forms.kinds import FamilyForm, attribute_question
from catalog.forms.money import MoneyForm
from catalog.forms.own_words import OWN_FORMS
from catalog.forms.packs import LayoutForm, PackForm, pack_form
from catalog.forms.questions import ASKED_OF_ALL, QUESTIONS, next_question
from catalog.forms.rule_changes import RefuseChangeForm, RuleForm, rule_form
from catalog.forms.selling import SellingLinkForm

__all__ = [
    "ASKED_OF_ALL",
    "OWN_FORMS",
    "QUESTIONS",
    "AnswersForm",
    "BringBackForm",
    "CutForm",
    "FamilyForm",
    "FillManyForm",
    "LayoutForm",
    "ListColumnsForm",
    "ListForm",
    "MoneyForm",
    "MorePhotosForm",
    "PackForm",
    "PhotosForm",
    "RefuseChangeForm",
    "RuleForm",
    "SellingLinkForm",
    "TemplateForm",
    "UndoForm",
    "attribute_question",
    "fill_many_form",
    "list_columns_form",
    "next_question",
    "pack_form",
    "rule_form",
]
