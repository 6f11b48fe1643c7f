"""The sheet of skills: some boxes for each learner, and what they said when the page was shown."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from wtforms import HiddenField

from app.web.forms import ChoicesField, Form


class ConfirmForm(Form):
    """A button that needs no answer."""


def skills_form(people: Iterable[tuple[UUID, str, Collection[str]]], skills: Sequence[Mapping[str, Any]]) -> Form:
    """Make the sheet."""
    fields: dict[str, Any] = {}
    shown: dict[str, Any] = {}
    choices = [(skill["code"], skill["says"]) for skill in skills]
    for person_id, name, ticked in people:
        now = [code for code, _ in choices if code in ticked]
        fields[f"shown_{person_id.hex}"] = ChoicesField(name, choices=choices)
        fields[f"was_{person_id.hex}"] = HiddenField()
        shown[f"shown_{person_id.hex}"], shown[f"was_{person_id.hex}"] = now, " ".join(now)
    sheet: type[Form] = type("SkillsForm", (Form,), fields)
    return sheet(data=shown)


def answers(form: Form) -> tuple[dict[UUID, set[str]], dict[UUID, set[str]]]:
    """Return what the sheet said when it was opened and what is ticked now, by learner."""
    was, ticked = {}, {}
    for name, value in form.payload().items():
        kind, _, person = name.partition("_")
        if kind == "was":
            was[UUID(person)] = set(str(value or "").split())
        else:
            ticked[UUID(person)] = set(value or ())
    return was, ticked
