"""One question asked once for many products."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.web.forms import ChoicesField
from catalog.forms.questions import QUESTIONS, Question
from catalog.rules import ProductFacts


class FillManyForm(Question):
    """A question of one product, and the products it is answered for."""

    which: ChoicesField

    def answers(self) -> dict[str, Any]:
        """Return the answer under the names of the columns."""
        return {name: value for name, value in self.changes().items() if name != "which"}

    def chosen(self) -> frozenset[UUID]:
        """Return the products that were ticked."""
        return frozenset(UUID(each) for each in self.which.data or ())


def fill_many_form(page: str, products: Sequence[tuple[str, str]]) -> FillManyForm:
    """Return the question of a page with the products that lack its answer; all of them are ticked to begin with."""
    asked = QUESTIONS[page]
    which = ChoicesField(_l("For which products?"), choices=list(products), required=_l("Tick at least one product"))
    form: type[FillManyForm] = type("Asked", (asked, FillManyForm), {"which": which})
    blank = dict(asked.before(ProductFacts()))
    return form(data=blank | {"which": [key for key, _name in products]})
