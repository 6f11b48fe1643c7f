"""Forms of the desk: what to show of the queue, whom to leave a file to, why, and until when."""

from collections.abc import Sequence
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, ValidationError

from app.core import clock
from app.core.text import line
from app.web.forms import ChoiceField, DateField_, Form, LineField, PickField, TextField_, TickField
from merchants import rules as dossier_rules
from merchants import words as dossier_words
from merchants.desk import rules, words
from merchants.desk.queries.queue import Filter
from merchants.desk.rules import Leaving, Risk, Tab, Verdict
from merchants.forms import ReturnForm
from merchants.rules import Craft, Reaching
from merchants.services import ReturnedItem

JOIN = "join"
_AGES = (1, 3, 5, 10)


class FilterForm(Form):
    """What to show of the queue; every field may be empty, and nothing odd in the address does harm."""

    hamlet = PickField(_l("Hamlet"), choices=(), required=None)
    craft = PickField(
        _l("Craft"),
        choices=[("", _l("All")), *((craft.value, dossier_words.CRAFTS[craft]) for craft in Craft)],
        required=None,
    )
    waited = PickField(_l("Waiting for"), choices=(), required=None)
    risk = PickField(
        _l("Look out for"),
        choices=[("", _l("All")), *((risk.value, words.RISKS[risk]) for risk in Risk)],
        required=None,
    )
    helped = TickField(_l("Only those that were helped"))
    mine = TickField(_l("Only mine"))

    def __init__(self, hamlets: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(request.args, meta={"csrf": False}, **kwargs)
        self.hamlet.choices = [("", _("All")), *hamlets]
        self.waited.choices = [("", _("All"))] + [
            (str(days), _("%(n)d working days or more", n=days)) for days in _AGES
        ]

    def wanted(self, account_id: Any) -> Filter:
        """Return the filter; what is not on offer counts as not asked for."""
        tab = request.args.get("muc", "")
        return Filter(
            tab=Tab(tab) if tab in tuple(Tab) else Tab.ALL,
            waited=int(_offered(self.waited) or 0),
            risk=Risk(chosen) if (chosen := _offered(self.risk)) else None,
            hamlet=_offered(self.hamlet),
            craft=Craft(chosen) if (chosen := _offered(self.craft)) else None,
            helped=bool(self.helped.data),
            mine_of=account_id if self.mine.data else None,
        )

    def said(self, wanted: Filter) -> str:
        """Return the filter as one sentence, for the screen and for paper."""
        named = next((label for path, label, *_rest in self.hamlet.iter_choices() if path == wanted.hamlet), "")
        parts: list[object] = [words.TABS[wanted.tab]]
        if wanted.hamlet and named:
            parts.append(named)
        if wanted.craft:
            parts.append(dossier_words.CRAFTS[wanted.craft])
        if wanted.waited:
            parts.append(_("%(n)d working days or more", n=wanted.waited))
        if wanted.risk:
            parts.append(words.RISKS[wanted.risk])
        if wanted.helped:
            parts.append(_("Only those that were helped"))
        if wanted.mine_of:
            parts.append(_("Only mine"))
        return " · ".join(str(part) for part in parts)


class ButtonForm(Form):
    """A button that takes, gives back, agrees or sends: nothing to fill in."""

    version = HiddenField()

    def seen_version(self) -> int | None:
        """Return the version of the dossier that was read."""
        text = str(self.version.data or "")
        return int(text) if text.isascii() and text.isdigit() else None


class ConflictForm(Form):
    """The owner is close to this official: how, and which colleague decides instead."""

    relation = LineField(
        _l("How are you related?"),
        hint=_l("For example: cousin, neighbour, in business together"),
        required=_l("Write how you are related, for example cousin"),
        most=dossier_rules.OWN_WORDS_LENGTH,
    )
    colleague = PickField(_l("Who decides instead?"), choices=(), required=None)

    def __init__(self, colleagues: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.colleague.choices = [("", _("Whoever takes it next")), *colleagues]


class ContactForm(Form):
    """A call or a visit, so that the third request is not the third riddle."""

    kind = ChoiceField(_l("What was done?"), choices=[(kind.value, words.REACHINGS[kind]) for kind in Reaching])
    visit_on = DateField_(_l("Day of the visit"), hint=_l("Only for a visit, for example 12 9 2026"))
    note = LineField(
        _l("What was agreed"),
        hint=_l("One line, for example: she will bring the paper on Monday"),
        required=_l("Write in one line what was agreed"),
        most=dossier_rules.OWN_WORDS_LENGTH,
    )

    def validate_visit_on(self, field: DateField_) -> None:
        if self.kind.data == Reaching.VISIT.value and not field.data and not field.errors:
            raise ValidationError(_("Enter the day of the visit, for example 12 9 2026"))
        if self.kind.data == Reaching.VISIT.value and field.data and field.data < clock.today():
            raise ValidationError(_("Choose a day from today on"))


class ExtendForm(ButtonForm):
    """The apology: why it is late, the new day, and who signs."""

    reason = LineField(
        _l("Why is it late?"),
        hint=_l("The owner reads this. For example: the hamlet head was away"),
        required=_l("Write why it is late, in words the owner understands"),
        most=dossier_rules.OWN_WORDS_LENGTH,
    )
    new_due_on = DateField_(
        _l("New day"), hint=_l("A working day, for example 12 9 2026"), required=_l("Enter the new day")
    )
    signer_name = LineField(
        _l("Who signs"), required=_l("Enter the name of whoever signs, for example Đỗ Văn Thành"), most=60
    )


class RefusalForm(Form):
    """Why the commune cannot take a dossier, on what basis; a second person decides."""

    reason = TextField_(
        _l("Why can the commune not take it?"),
        hint=_l("The owner reads this word for word"),
        required=_l("Write the reason as the owner will read it"),
        most=500,
    )
    basis = LineField(
        _l("Legal basis"),
        hint=_l("For example: Decree 168/2025/NĐ-CP, article 80"),
        required=_l("Name the rule it rests on, for example Decree 168/2025/NĐ-CP"),
    )


class NotAgreeForm(Form):
    """Why the second person does not agree."""

    note = LineField(_l("Why not?"), required=_l("Write in one line why not"), most=dossier_rules.OWN_WORDS_LENGTH)


class LeaveForm(Form):
    """How a business leaves, rests or comes back."""

    how = ChoiceField(_l("What has the family told us?"), choices=())
    reason = LineField(
        _l("Note for the commune"),
        hint=_l("One line, not shown to others. Leave it empty if the family would rather not say"),
        most=dossier_rules.OWN_WORDS_LENGTH,
    )

    def __init__(self, offered: Sequence[Leaving], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.how.choices = [(how.value, str(words.LEAVINGS[how])) for how in offered]


class TwinForm(Form):
    """What two dossiers that are alike are to each other."""

    verdict = ChoiceField(
        _l("Are they one household?"),
        choices=[
            (JOIN, _l("The same household: join them")),
            (Verdict.DIFFERENT.value, words.VERDICTS[Verdict.DIFFERENT]),
            (Verdict.UNSURE.value, words.VERDICTS[Verdict.UNSURE]),
        ],
    )


class BatchForm(ReturnForm):
    """What all dossiers of a batch lack: the same sentences for each."""

    @property
    def codes(self) -> list[str]:
        """The dossiers chosen in the queue."""
        return list(dict.fromkeys(request.values.getlist("ma")))[: rules.BATCH_AT_MOST + 1]

    def chosen(self) -> list[ReturnedItem]:
        """Return what is to be mended, own words on one line."""
        return [ReturnedItem(item.question, item.reason_key, line(item.own_words)) for item in self.items()]


def _offered(field: PickField) -> str:
    """Return what was chosen if it is on offer, else nothing."""
    chosen = field.data or ""
    return chosen if any(chosen == value for value, *_rest in field.iter_choices()) else ""
