"""A dossier as its owner sees it: code, answers, sending, slip, and what to mend."""

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core import clock, settings
from app.core.errors import NotFoundError
from app.core.transaction import transaction
from app.policy import Permission, allows
from app.web.session import me, require_sign_in
from merchants import documents, queries, rules, services, words
from merchants.access import Merchant, merchant_for
from merchants.desk import words as desk_words
from merchants.desk.queries import pace, slips
from merchants.documents.slips import FILE_NAMES, Slip
from merchants.forms import OwnLeaveForm, SendForm
from merchants.helping import queries as helping_queries
from merchants.helping import services as helping
from merchants.helping import words as helping_words
from merchants.journey import Progress, Task, later_steps, task
from merchants.results import queries as results
from merchants.rules import Look, OwnLeaving
from merchants.states import REGISTERED, REGISTRATION, Stage, Step
from merchants.tourism import words as tourism_words
from merchants.tourism.views.answers import address_of as tourism_address
from merchants.views.answers import address_of

bp = Blueprint("dossier", __name__)
bp.before_request(require_sign_in)


# What an owner may say of the business without the desk; the commune's own slips an owner may print again.
_LEAVING = {
    OwnLeaving.RESUME: services.resume,
    OwnLeaving.CLOSE: services.close,
    OwnLeaving.MOVE_AWAY: services.move_away,
}
_LEAVING_STEPS = {
    OwnLeaving.REST: Step.REST,
    OwnLeaving.RESUME: Step.RESUME,
    OwnLeaving.CLOSE: Step.CLOSE,
    OwnLeaving.MOVE_AWAY: Step.MOVE_AWAY,
}
_OWN_SLIPS = (Slip.SUPPLEMENT, Slip.REFUSAL, Slip.APOLOGY, Slip.STOPPED)


@bp.get("/toi")
def home() -> ResponseReturnValue:
    """Show one's own dossiers, each with its next step."""
    today = clock.today()
    owned = [one for one in queries.merchants_of(me().merchant_ids) if one.id not in me().helps_as_delegate]
    receipts = helping_queries.receipts([one.id for one in owned])
    return render_template(
        "merchants/home.html",
        rows=[(one, words.standing(one, today), _onwards(one, _tasks(one))) for one in owned],
        helping=[
            (each, helping_words.links_of(each)) for each in helping_queries.delegations_of_account(me().account_id)
        ],
        receipts=[(each, helping_words.done_by_delegate(each)) for each in receipts[:5]],
    )


@bp.get("/hs/<code>")
def show(code: str) -> ResponseReturnValue:
    """Show where the dossier stands and what may be done next."""
    merchant = merchant_for(me(), code, Permission.MERCHANT_VIEW)
    if merchant.submitted_at is not None and merchant.id not in me().merchant_ids:
        return redirect(url_for("review.show", code=merchant.code), 303)  # the desk's page has what the desk may do
    services.note_look(merchant, why=Look.DOSSIER, by=me())
    kept = queries.kept_for(merchant)
    if kept is not merchant and allows(me(), Permission.MERCHANT_VIEW, kept.place()):
        flash(_("File %(code)s was joined with this older one", code=merchant.code))
        return redirect(url_for(".show", code=kept.code), 303)
    waits = merchant.stage is Stage.SUBMITTED
    tasks = _tasks(merchant)
    return render_template(
        "merchants/dossier.html",
        merchant=merchant,
        standing=words.standing(merchant, clock.today()),
        tasks=tasks,
        onwards=_onwards(merchant, tasks),
        ahead=queries.ahead_in_queue(merchant) if waits else None,
        typical=pace.typical_days(merchant.commune_path, clock.now()) if waits else None,
        may_leave=_may_leave(merchant),
        slips=[number for number in slips.available(merchant) if number in _OWN_SLIPS],
        slip_names=desk_words.SLIPS,
        helped=helping_words.word_of(merchant.id, merchant.filing),
        form=SendForm(formdata=None),
        is_public=queries.is_public(merchant),
        actions=REGISTRATION.actions(merchant.stage),
        steps=_timeline(merchant),
        confirmation=results.confirmation_in_force(merchant.id),
    )


@bp.get("/hs/<code>/ma")
def code(code: str) -> ResponseReturnValue:
    """Show the code large, to write down."""
    merchant = merchant_for(me(), code, Permission.MERCHANT_EDIT)
    missing = rules.unanswered(merchant.answers())
    onwards = address_of(merchant.code, missing[0]) if missing else url_for(".check", code=merchant.code)
    kept_until = rules.draft_kept_until(clock.local(merchant.last_touched_at).date())
    return render_template(
        "merchants/code.html", merchant=merchant, onwards=onwards, missing=len(missing), kept_until=kept_until
    )


@bp.get("/hs/<code>/kiem-tra")
def check(code: str) -> ResponseReturnValue:
    """Show every answer before sending."""
    merchant = merchant_for(me(), code, Permission.MERCHANT_EDIT)
    return _check_page(merchant, SendForm()), 200


@bp.post("/hs/<code>/da-gui")
def send(code: str) -> ResponseReturnValue:
    """Hand the dossier to the commune."""
    merchant = merchant_for(me(), code, Permission.MERCHANT_EDIT)
    form = SendForm()
    if not form.accepted() or rules.unanswered(merchant.answers()) or _owner_unasked(merchant):
        return _check_page(merchant, form), 422
    with transaction():
        services.submit(merchant, by=me())
    return redirect(url_for(".sent", code=merchant.code), 303)


@bp.get("/hs/<code>/da-gui")
def sent(code: str) -> ResponseReturnValue:
    """Confirm that the dossier has arrived, and say who answers by when."""
    merchant = merchant_for(me(), code, Permission.MERCHANT_VIEW)
    if merchant.submitted_at is None or merchant.review_due_on is None:
        return redirect(url_for(".check", code=merchant.code))
    services.note_look(merchant, why=Look.DOSSIER, by=me())
    return render_template(
        "merchants/sent.html",
        merchant=merchant,
        commune=documents.in_sentence(words.commune_of(merchant)),
        due=words.day_in_words(merchant.review_due_on),
        ahead=queries.ahead_in_queue(merchant),
        typical=pace.typical_days(merchant.commune_path, clock.now()),
    )


@bp.get("/hs/<code>/giay-tiep-nhan.pdf")
def receipt(code: str) -> ResponseReturnValue:
    """Return the receipt slip."""
    merchant = merchant_for(me(), code, Permission.MERCHANT_VIEW)
    if merchant.submitted_at is None or merchant.review_due_on is None:
        raise NotFoundError("not sent yet")
    services.note_look(merchant, why=Look.PAPER, by=me())
    here = settings.current()
    pdf = documents.receipt(
        merchant,
        lookup_url=f"{here.base_url}{url_for('registration.look_up')}",
        desk_phone=here.contact_phone,
        entry=queries.register_entry_of(merchant.id),
    )
    name = f"giay-tiep-nhan-{merchant.code}.pdf"
    return Response(pdf, mimetype="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'})


@bp.get("/hs/<code>/bo-sung")
def to_fix(code: str) -> ResponseReturnValue:
    """Show only what has to be mended, in the clerk's words."""
    merchant = merchant_for(me(), code, Permission.MERCHANT_EDIT)
    return _fix_page(merchant, SendForm()), 200


@bp.post("/hs/<code>/bo-sung")
def send_again(code: str) -> ResponseReturnValue:
    """Hand the mended dossier back."""
    merchant = merchant_for(me(), code, Permission.MERCHANT_EDIT)
    form = SendForm()
    if not form.accepted() or _unfixed(merchant):
        return _fix_page(merchant, form), 422
    with transaction():
        services.resubmit(merchant, by=me())
    flash(_("Sent again. Nothing else to redo"))
    return redirect(url_for(".sent", code=merchant.code), 303)


@bp.route("/hs/<code>/rut", methods=["GET", "POST"])
def withdraw(code: str) -> ResponseReturnValue:
    """Take the dossier back."""
    merchant = merchant_for(me(), code, Permission.MERCHANT_OWN)
    form = SendForm()
    if not form.accepted():
        return render_template("merchants/withdraw.html", merchant=merchant, form=form), 422 if form.errors else 200
    with transaction():
        services.withdraw(merchant, by=me())
    flash(_("The file has been withdrawn"))
    return redirect(url_for(".show", code=merchant.code), 303)


@bp.route("/hs/<code>/nghi", methods=["GET", "POST"])
def leave(code: str) -> ResponseReturnValue:
    """Let a family say that it rests, works again, gives up the trade, or does not want to take part for now."""
    merchant = merchant_for(me(), code, Permission.MERCHANT_EDIT)
    offered = _may_leave(merchant)
    if not offered:
        raise NotFoundError("nothing to leave")
    form = OwnLeaveForm(offered)
    if not form.accepted():
        return render_template("merchants/leave.html", merchant=merchant, form=form), 422 if form.errors else 200
    how = OwnLeaving(form.payload()["how"])
    with transaction():
        if how is OwnLeaving.REST:
            services.rest(merchant, until_on=form.back_on(), by=me())
        else:
            _LEAVING[how](merchant, by=me())
    flash(_("Noted. Thank you for telling us"))
    return redirect(url_for(".show", code=merchant.code), 303)


@bp.get("/hs/<code>/phieu/<number>.pdf")
def slip(code: str, number: str) -> ResponseReturnValue:
    """Return one of the slips the commune has written to the owner."""
    merchant = merchant_for(me(), code, Permission.MERCHANT_VIEW)
    services.note_look(merchant, why=Look.PAPER, by=me())
    which = Slip(number) if number in _OWN_SLIPS else None
    told = slips.told_by(which, merchant) if which else None
    if which is None or told is None:
        raise NotFoundError("no such slip")
    here = settings.current()
    address = f"{here.base_url}{url_for('registration.look_up')}"
    pdf = documents.slip(which, merchant, told, lookup_url=address, desk_phone=here.contact_phone)
    name = f"{FILE_NAMES[which]}-{merchant.code}.pdf"
    return Response(pdf, mimetype="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'})


def _may_leave(merchant: Merchant) -> list[OwnLeaving]:
    # Before it is confirmed a file is withdrawn or its place is answered anew; nothing has to be left.
    possible = REGISTRATION.actions(merchant.stage) if merchant.stage in REGISTERED else ()
    return [how for how, step in _LEAVING_STEPS.items() if step in possible]


def _check_page(merchant: Merchant, form: SendForm) -> str:
    services.note_look(merchant, why=Look.DOSSIER, by=me())
    missing = rules.unanswered(merchant.answers())
    may_send = Step.SUBMIT in REGISTRATION.actions(merchant.stage)
    rows = [
        {
            "label": shown.label,
            "value": shown.value,
            "url": address_of(merchant.code, shown.question, sua="1") if may_send else "",
        }
        for shown in words.shown_answers(merchant)
    ]
    legal = url_for("legal.form", code=merchant.code) if may_send else ""
    rows += [
        {"label": label, "value": value, "url": legal}
        for label, value in words.legal_rows(merchant, queries.legal_details(merchant.id))
    ]
    rows += [
        {"label": row.label, "value": row.value, "url": tourism_address(merchant.code, row.key) if may_send else ""}
        for row in tourism_words.shown_rows(merchant, clock.today())
    ]
    return render_template(
        "merchants/check.html",
        merchant=merchant,
        form=form,
        rows=rows,
        missing=[(words.QUESTIONS[which], address_of(merchant.code, which, sua="1")) for which in missing]
        + (
            [(_("How the owner agrees"), url_for("helped.choose", code=merchant.code))]
            if _owner_unasked(merchant)
            else []
        ),
        helped=helping_words.word_of(merchant.id, merchant.filing),
        may_send=may_send,
    )


def _owner_unasked(merchant: Merchant) -> bool:
    """Whether somebody else fills this in and the owner has not said yes in any way; on their own phone they have."""
    owner_sends = me().account_id is not None and allows(me(), Permission.MERCHANT_OWN, merchant.place())
    return not owner_sends and helping.needs_confirmation(merchant)


def _unfixed(merchant: Merchant) -> bool:
    request = queries.open_return(merchant.id)
    return request is not None and any(item.fixed_at is None for item in request.items)


def _fix_page(merchant: Merchant, form: SendForm) -> str:
    services.note_look(merchant, why=Look.DOSSIER, by=me())
    request = queries.open_return(merchant.id)
    if request is None:
        raise NotFoundError("nothing to fix")
    values = {shown.question: shown.value for shown in words.shown_answers(merchant)}
    items = [
        {
            "label": words.QUESTIONS[item.question],
            "sentence": words.return_sentence(item),
            "value": values[item.question],
            "is_fixed": item.fixed_at is not None,
            "url": address_of(merchant.code, item.question),
        }
        for item in request.items
    ]
    return render_template(
        "merchants/to_fix.html",
        merchant=merchant,
        form=form,
        items=items,
        fix_by_on=request.fix_by_on,
        may_send=not _unfixed(merchant),
    )


def _tasks(merchant: Merchant) -> list[Task]:
    return [_first_task(merchant), *_tourism_task(merchant), *later_steps(merchant, me())]


def _onwards(merchant: Merchant, tasks: list[Task]) -> Task | None:
    """Return the first step of a confirmed business that is not done and that this person may take."""
    if merchant.stage is not Stage.CONFIRMED:
        return None
    return next((each for each in tasks if not each.is_done and each.url), None)


def _tourism_task(merchant: Merchant) -> list[Task]:
    """What a tourism business tells its guests belongs to the first step, and can be answered before and after it."""
    rows = [row for row in tourism_words.shown_rows(merchant, clock.today()) if row.key != "ngay-nghi"]
    if not rows:
        return []
    done = sum(bool(row.value) for row in rows)
    status = _("%(done)d of %(all)d", done=done, all=len(rows))
    hint = _("Rooms, prices, safety, the place on the map")
    url = url_for("tourism.index", code=merchant.code)
    is_done = done == len(rows)
    return [Task(_("For your guests"), status, "good" if is_done else "", hint, url, is_done=is_done)]


def _first_task(merchant: Merchant) -> Task:
    label = _("Step 1: registration")
    match merchant.stage:
        case Stage.DRAFT:
            missing = rules.unanswered(merchant.answers())
            url = address_of(merchant.code, missing[0]) if missing else url_for(".check", code=merchant.code)
            return task(label, Progress.GOING, _("%(n)d answers left, then send", n=len(missing)), url)
        case Stage.RETURNED:
            return Task(label, _("Something to fix"), "wait", "", url_for(".to_fix", code=merchant.code))
        case Stage.SUBMITTED:
            return Task(label, _("Sent"), "sea", "", url_for(".sent", code=merchant.code))
        case Stage.CONFIRMED | Stage.RESTING:
            return task(label, Progress.DONE, "")
        case _:
            return Task(label, str(words.STAGES[merchant.stage]))


def _timeline(merchant: Merchant) -> list[tuple[str, str, str]]:
    """What has happened and what comes: a sentence, a moment, and whether it is done or going on."""
    sent, confirmed = merchant.submitted_at, merchant.confirmed_at
    looking = "done" if confirmed else "here" if sent else ""
    return [
        (_("Sent to the commune"), f"{clock.local(sent):%H:%M %d/%m/%Y}" if sent else "", "done" if sent else "here"),
        (_("The commune looks at it"), "", looking),
        (
            _("Confirmed by the commune"),
            f"{clock.local(confirmed):%d/%m/%Y}" if confirmed else "",
            "done" if confirmed else "",
        ),
    ]
