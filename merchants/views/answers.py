"""The eight questions, one to a page; each answer is saved on its own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from app.core import areas, clock
from app.core.errors import NotFoundError
from app.core.transaction import transaction
from app.policy import Actor, Permission
from app.web.session import me, require_sign_in
from merchants import forms, queries, rules, services, words
from merchants.access import Merchant, is_helper, merchant_for
from merchants.helping import queries as helping_queries
from merchants.helping import rules as helping_rules
from merchants.helping import services as helping
from merchants.rules import ContactKind, Craft, Look, Paper, Question
from merchants.states import Stage

bp = Blueprint("answers", __name__)
bp.before_request(require_sign_in)

SLUGS = {
    Question.CRAFT: "nghe",
    Question.OWNER_NAME: "ten",
    Question.BUSINESS_NAME: "ten-co-so",
    Question.BIRTH_YEAR: "nam-sinh",
    Question.WHERE: "o-dau",
    Question.CONTACT: "lien-lac",
    Question.PAPERS: "giay-to",
    Question.CONSENT: "dong-y",
}
_ORDER = tuple(SLUGS.values())
_QUESTIONS = {slug: question for question, slug in SLUGS.items()}
_OWN = Permission.MERCHANT_OWN


@dataclass(frozen=True)
class Asked:
    """How one question is asked and its answer saved."""

    form: type[forms.AnswerForm]
    template: str
    answers: Callable[[Merchant], Mapping[str, Any]]
    save: Callable[[Merchant, Any, Actor], None]


def _consents(merchant: Merchant) -> dict[str, str]:
    return {purpose.value: "yes" if given else "no" for purpose, given in merchant.consent_by_purpose.items()}


def _paper_holder(merchant: Merchant) -> str:
    details = queries.legal_details(merchant.id)
    return details.paper_holder_name if details else ""


def _save_papers(merchant: Merchant, form: Any, by: Actor) -> None:
    chosen = [Paper(value) for value in form.papers.data]
    services.answer_papers(merchant, papers=chosen, by=by)
    name = form.paper_holder_name.data if Paper.BUSINESS in chosen else ""
    if name != _paper_holder(merchant):
        services.answer_paper_holder(merchant, paper_holder_name=name, by=by)


_ASKED = {
    "nghe": Asked(
        forms.CraftForm,
        "craft",
        lambda m: {"craft": m.craft.value, "craft_other": m.craft_other},
        lambda m, form, by: services.answer_craft(
            m, craft=Craft(form.craft.data), craft_other=form.craft_other.data, by=by
        ),
    ),
    "ten": Asked(
        forms.OwnerNameForm,
        "owner_name",
        lambda m: {"owner_name": m.owner_name},
        lambda m, form, by: services.answer_owner_name(m, owner_name=form.owner_name.data, by=by),
    ),
    "ten-co-so": Asked(
        forms.BusinessNameForm,
        "business_name",
        lambda m: {"business_name": m.business_name},
        lambda m, form, by: services.answer_business_name(m, business_name=form.business_name.data, by=by),
    ),
    "nam-sinh": Asked(
        forms.BirthYearForm,
        "birth_year",
        lambda m: {"birth_year": m.birth_year},
        lambda m, form, by: services.answer_birth_year(m, birth_year=form.birth_year.data, by=by),
    ),
    "lien-lac": Asked(
        forms.ContactForm,
        "contact",
        lambda m: {
            "kind": m.contact_kind and m.contact_kind.value,
            "phone": m.phone or None,
            "contact_name": m.contact_name,
            "contact_relation": m.contact_relation,
        },
        lambda m, form, by: services.answer_contact(
            m,
            kind=ContactKind(form.kind.data),
            phone=form.phone.data or "",
            contact_name=form.contact_name.data,
            contact_relation=form.contact_relation.data,
            by=by,
        ),
    ),
    "giay-to": Asked(
        forms.PapersForm,
        "papers",
        lambda m: {"papers": m.papers or [], "paper_holder_name": _paper_holder(m)},
        _save_papers,
    ),
    "dong-y": Asked(
        forms.ConsentForm,
        "consent",
        _consents,
        lambda m, form, by: services.give_consent(m, given=form.given(), by=by),
    ),
}


@bp.route(
    "/hs/<code>/<any(nghe, ten, 'ten-co-so', 'nam-sinh', 'lien-lac', 'giay-to', 'dong-y'):slug>",
    methods=["GET", "POST"],
)
def question(code: str, slug: str) -> ResponseReturnValue:
    """Ask one question and save its answer."""
    merchant = merchant_for(me(), code, _OWN if slug == "dong-y" else Permission.MERCHANT_EDIT)
    asked = _ASKED[slug]
    stored = asked.answers(merchant)
    form = asked.form(data=stored, **_as_now_asked())
    taken = _taken(form, stored)
    if taken is not True:
        return _shown(asked.template, merchant, slug, form=form, problem=taken or "", stored=stored)
    with transaction():
        asked.save(merchant, form, me())
    return redirect(_onwards(merchant, slug), 303)


@bp.route("/hs/<code>/o-dau", methods=["GET", "POST"])
def commune(code: str) -> ResponseReturnValue:
    """Ask for the commune; its hamlets come next. Nothing is saved yet."""
    merchant = merchant_for(me(), code, Permission.MERCHANT_EDIT)
    known = areas.at(areas.commune_path(merchant.area_path), clock.today())
    form = forms.CommuneForm(_communes(), data={"commune": known.code if known else None})
    if not form.accepted():
        return _shown("commune", merchant, "o-dau", form=form)
    return redirect(
        url_for(".hamlet", code=merchant.code, commune_code=form.commune.data, sua=request.args.get("sua")), 303
    )


@bp.route("/hs/<code>/o-dau/<commune_code>", methods=["GET", "POST"])
def hamlet(code: str, commune_code: str) -> ResponseReturnValue:
    """Ask for the hamlet, or its name where the list lacks it, and save the place."""
    merchant = merchant_for(me(), code, Permission.MERCHANT_EDIT)
    today = clock.today()
    place = areas.by_code(commune_code[:40], today)
    if place is None or place.level is not areas.Level.COMMUNE:
        raise NotFoundError("no such commune")
    hamlets = areas.hamlets(place.path, today)
    known = {"hamlet": merchant.area_path, "area_note": merchant.area_note, "house_note": merchant.house_note}
    if merchant.area_note and merchant.area_path == place.path:
        known["hamlet"] = forms.NOT_LISTED
    form = forms.HamletForm(hamlets, data=known, **_as_now_asked())
    taken = _taken(form, known)
    if taken is not True:
        return _shown("hamlet", merchant, "o-dau", form=form, problem=taken or "", stored=known, place=place)
    chosen = {each.path: each for each in hamlets}.get(form.hamlet.data, place)
    with transaction():
        services.answer_where(
            merchant, area=chosen, area_note=form.area_note.data or "", house_note=form.house_note.data or "", by=me()
        )
    return redirect(_onwards(merchant, "o-dau"), 303)


def _communes() -> list[tuple[str, str]]:
    found = []
    for place in areas.communes(clock.today()):
        former = ", ".join(old.name.removeprefix("Xã ") for old in areas.predecessors(place) if old.name != place.name)
        found.append((place.code, f"{place.name} (trước là {former})" if former else place.name))
    return found


def _as_now_asked() -> dict[str, Any]:
    """Return a page of an older edition of the questions as this edition reads it; nothing when it needs no reading."""
    edition = request.form.get("_ban", "")[:6]
    if request.method != "POST" or not edition.isdigit() or int(edition) == rules.FORM_EDITION:
        return {}
    read = helping_rules.read_answers(dict(request.form.lists()), int(edition), clock.today(), helping_rules.editions())
    if read is None:
        return {}
    now = MultiDict([(name, value) for name, values in read.items() for value in values])
    now["_ban"] = str(rules.FORM_EDITION)
    return {"formdata": now}


def _taken(form: forms.AnswerForm, stored: Mapping[str, Any]) -> bool | str:
    """Whether an answer is to be saved; else why its page is shown again, with everything typed still on it."""
    if not form.accepted():
        return False
    if form.asked_edition.data and form.asked_edition.data != str(rules.FORM_EDITION):
        return "edition"
    return "overtaken" if form.was_overtaken(stored) else True


def _shown(
    template: str,
    merchant: Merchant,
    slug: str,
    *,
    form: forms.AnswerForm,
    stored: Mapping[str, Any] | None = None,
    problem: str = "",
    **more: Any,
) -> ResponseReturnValue:
    services.note_look(merchant, why=Look.HELP, by=me())
    if stored is not None and (request.method == "GET" or problem):
        form.stamp(stored)
    now = {shown.question: shown.value for shown in words.shown_answers(merchant)} if problem else {}
    page = render_template(
        f"merchants/{template}.html",
        merchant=merchant,
        form=form,
        number=_ORDER.index(slug) + 1,
        total=len(_ORDER),
        url=request.full_path.rstrip("?"),
        back_url=_backwards(merchant, slug),
        problem=problem,
        answered=now.get(_QUESTIONS[slug], ""),
        **more,
    )
    return page, 422 if form.errors else 409 if problem else 200


def _backwards(merchant: Merchant, slug: str) -> str:
    if merchant.stage is Stage.RETURNED:
        return url_for("dossier.to_fix", code=merchant.code)
    if request.args.get("sua") or merchant.stage is not Stage.DRAFT:
        return url_for("dossier.check", code=merchant.code)
    if slug == "o-dau" and request.endpoint == "answers.hamlet":
        return url_for(".commune", code=merchant.code)
    place = _ORDER.index(slug)
    return _asking(merchant, _ORDER[place - 1]) if place else url_for("dossier.code", code=merchant.code)


def _onwards(merchant: Merchant, slug: str) -> str:
    if request.form.get("later"):
        return url_for("dossier.code", code=merchant.code)
    if merchant.stage is Stage.RETURNED:
        return url_for("dossier.to_fix", code=merchant.code)
    if merchant.stage is not Stage.DRAFT:
        return url_for("dossier.show", code=merchant.code)
    if (beside := _beside_the_road(merchant, slug)) is not None:
        return beside
    following = _ORDER.index(slug) + 1
    if request.args.get("sua") or following == len(_ORDER):
        return url_for("dossier.check", code=merchant.code)
    return _asking(merchant, _ORDER[following])


def _beside_the_road(merchant: Merchant, slug: str) -> str | None:
    """Return what somebody who helps is asked in between: has the family a file already, how does the owner agree."""
    if not is_helper(me(), merchant):
        return None
    if slug in ("ten", "nam-sinh", "o-dau") and (alike := helping_queries.lookalikes(merchant)):
        return url_for("households.same", code=merchant.code, other_id=alike[0].merchant_id)
    if slug == "dong-y" and helping.needs_confirmation(merchant):
        return url_for("helped.choose", code=merchant.code)
    return None


def _asking(merchant: Merchant, slug: str) -> str:
    if slug == "o-dau":
        return url_for(".commune", code=merchant.code)
    return url_for(".question", code=merchant.code, slug=slug)


def address_of(code: str, which: Question, **more: Any) -> str:
    """Return the page of one question."""
    if which is Question.WHERE:
        return url_for("answers.commune", code=code, **more)
    return url_for("answers.question", code=code, slug=SLUGS[which], **more)
