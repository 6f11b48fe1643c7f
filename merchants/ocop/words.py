"""How certificates, criteria and dossiers are said on a screen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from merchants.ocop import rules
from merchants.ocop.models import OcopCertificate, OcopDossier, OcopScreening
from merchants.ocop.queries import Watched
from merchants.ocop.rules import Criterion, ScreeningPart, Tree, Validity, Verdict
from merchants.ocop.states import CertificateState, DossierState, Route
from merchants.papers import words as papers
from merchants.papers.models import KeptPaper

STATES: Mapping[DossierState, object] = {
    DossierState.PREPARING: _l("Being prepared"),
    DossierState.AT_COMMUNE: _l("The commune is looking"),
    DossierState.AT_DISTRICT: _l("With the district (before 6 July 2025)"),
    DossierState.NEEDS_UPDATE: _l("Something to add"),
    DossierState.SCREENED: _l("Screened, waiting for the meeting"),
    DossierState.CONSULTED: _l("Meeting held, waiting for the report"),
    DossierState.AT_PROVINCE: _l("With the province's council"),
    DossierState.AT_CENTRE: _l("With the ministry"),
    DossierState.RECOGNISED: _l("Recognised"),
    DossierState.NOT_MET: _l("Not recognised this time"),
    DossierState.WITHDRAWN: _l("Withdrawn"),
}
STATE_KINDS: Mapping[DossierState, str] = {
    DossierState.PREPARING: "wait",
    DossierState.NEEDS_UPDATE: "wait",
    DossierState.RECOGNISED: "good",
    DossierState.NOT_MET: "bad",
    DossierState.WITHDRAWN: "",
}
ROUTES: Mapping[Route, object] = {
    Route.COMMUNE: _l("Commune, then province (Decision 1489, from 6 July 2025)"),
    Route.DISTRICT: _l("District, then province (Decision 148, before 6 July 2025)"),
}
PARTS: Mapping[str, object] = {
    "A": _l("Product and community"),
    "B": _l("Selling"),
    "C": _l("Quality"),
}
SCREENING: Mapping[ScreeningPart, object] = {
    ScreeningPart.MATERIAL: _l("Product and raw material come from here"),
    ScreeningPart.LABOUR: _l("Workers come from here"),
    ScreeningPart.IDEA: _l("Where the idea of the product comes from"),
    ScreeningPart.IDENTITY: _l("Local character"),
}
VERDICTS: Mapping[Verdict, object] = {
    Verdict.YES: _l("Yes"),
    Verdict.PARTLY: _l("In part"),
    Verdict.NO: _l("No"),
}
_VALIDITY_KINDS: Mapping[Validity, str] = {
    Validity.VALID: "good",
    Validity.ENDING: "wait",
    Validity.EXPIRED: "bad",
}


def set_name(key: str) -> str:
    """Return what a set of products is called."""
    found = rules.product_set(key)
    return found.en if papers.english() else found.vi


def set_choices() -> list[tuple[str, str]]:
    """Return the 26 sets to choose from, each after its group."""
    return [
        (each.key, f"{each.key} {each.en if papers.english() else each.vi} ({each.middle})")
        if each.middle not in (each.vi, "") and not papers.english()
        else (each.key, f"{each.key} {each.en if papers.english() else each.vi}")
        for each in rules.sets()
    ]


def older_names() -> list[tuple[str, str, bool]]:
    """Return each group's name on certificates of before 2023, the sets it leads to, and whether it was not split."""

    def today(name: str) -> str:
        return "; ".join(
            f"{each.key} {each.en if papers.english() else each.vi}" for each in rules.sets_named_before(name)
        )

    return [(older.name, today(older.name), older.is_exact) for older in rules.older_names()]


def star_words(number: int) -> str:
    """Return stars in words, for people who hear the page."""
    return _("%(number)d stars", number=number)


def points(value: Decimal) -> str:
    """Write points as the reader's language does, without needless noughts."""
    written = f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"
    return written if papers.english() else written.replace(".", ",")


@dataclass(frozen=True)
class CertificateShown:
    """One certificate as lists show it."""

    id: UUID
    name: str
    stars: str
    detail: str
    status: str
    kind: str
    is_checked: bool
    may_remove: bool
    may_renew: bool


def certificate(one: OcopCertificate, today: date) -> CertificateShown:
    """Return one certificate in words."""
    status, kind = standing(one, today)
    return CertificateShown(
        id=one.id,
        name=one.product_name,
        stars=star_words(one.stars),
        detail=_(
            "Decision %(no)s, %(authority)s, %(day)s",
            no=one.decision_no,
            authority=one.authority,
            day=f"{one.issued_on:%d/%m/%Y}",
        ),
        status=status,
        kind=kind,
        is_checked=one.checked_at is not None,
        may_remove=one.state is CertificateState.DECLARED,
        may_renew=one.state in (CertificateState.DECLARED, CertificateState.CHECKED),
    )


def standing(one: OcopCertificate, today: date) -> tuple[str, str]:
    """Return how a certificate stands, and the kind of its tag."""
    match one.state:
        case CertificateState.RENEWED:
            return _("Renewed"), ""
        case CertificateState.WITHDRAWN:
            return _("Withdrawn"), "bad"
        case _:
            kind = _VALIDITY_KINDS[rules.validity(one.expires_on, today)]
            return papers_ending(one.expires_on, today), kind


def papers_ending(last_day: date, today: date) -> str:
    """Return in a few words until when a certificate holds."""
    left = (last_day - today).days
    day = f"{last_day:%d/%m/%Y}"
    if left < 0:
        return _("Ran out on %(day)s", day=day)
    if left <= max(rules.BANDS):
        return _("%(days)d days left, until %(day)s", days=left, day=day)
    return _("Until %(day)s", day=day)


@dataclass(frozen=True)
class RadarRow:
    """One line of the radar."""

    id: UUID
    product: str
    stars: str
    business: str
    commune: str
    ends_on: date
    days_left: int
    letter: str
    renewal: str
    is_checked: bool


@dataclass(frozen=True)
class RadarBand:
    """The certificates of one band."""

    key: str
    label: str
    hint: str
    kind: str
    rows: list[RadarRow]


def radar(found: Sequence[Watched], today: date) -> list[RadarBand]:
    """Sort the radar into its bands, the most pressing first."""
    bands: list[tuple[str, str, str, str]] = [("0", _("Ran out"), _("Off the list until assessed anew"), "bad")]
    hints = {
        30: _("The letter should have gone out by now"),
        60: _("Write the letter"),
        90: _("Ring, and help with the file"),
        180: _("Tell the owner that the time is coming"),
    }
    for band in sorted(rules.BANDS):
        kind = "bad" if band == min(rules.BANDS) else "wait" if band <= 90 else "sea"
        bands.append((str(band), _("Within %(days)d days", days=band), hints[band], kind))
    rows: dict[str, list[RadarRow]] = {key: [] for key, *_rest in bands}
    for each in found:
        band_days = rules.band(each.certificate.expires_on, today)
        rows["0" if band_days is None else str(band_days)].append(radar_row(each, today))
    return [RadarBand(key, label, hint, kind, rows[key]) for key, label, hint, kind in bands]


def radar_row(each: Watched, today: date) -> RadarRow:
    """Return one line of the radar."""
    one = each.certificate
    if each.letter is not None:
        letter = _("Sent, no. %(number)d", number=each.letter.number)
    elif each.days_left < 0:
        letter = _("Not sent")
    else:
        due = rules.letter_due_on(one.expires_on)
        letter = (
            _("Late, was due %(day)s", day=f"{due:%d/%m/%Y}") if due < today else _("by %(day)s", day=f"{due:%d/%m/%Y}")
        )
    return RadarRow(
        id=one.id,
        product=one.product_name,
        stars=star_words(one.stars),
        business=one.merchant.business_name or one.merchant.owner_name,
        commune=each.commune,
        ends_on=one.expires_on,
        days_left=each.days_left,
        letter=letter,
        renewal=str(STATES[each.renewal.state]) if each.renewal else _("Not begun"),
        is_checked=one.checked_at is not None,
    )


@dataclass(frozen=True)
class LineShown:
    """One criterion with its answer."""

    code: str
    label: str
    answer: str
    points: str
    is_answered: bool
    papers: list[KeptPaper]
    wants_proof: bool

    @property
    def summary(self) -> str:
        """Answer and points in one line."""
        return " · ".join(part for part in (self.answer, self.points) if part)


@dataclass(frozen=True)
class PartShown:
    """One part of the tree with its answers and its points."""

    letter: str
    label: object
    points: str
    total: int
    is_known: bool
    lines: list[LineShown]


@dataclass(frozen=True)
class Assessment:
    """A self-assessment in words."""

    parts: list[PartShown]
    least: str
    most: str
    verdict: str
    answered: int
    lines: int
    knows_quality: bool
    without_proof: list[str]
    is_confirmed: bool
    basis: str
    source: str
    verified_on: date
    next_code: str


def criterion_name(line: Criterion) -> str:
    """Return what a criterion is called."""
    return line.en if papers.english() else line.vi


def step_choices(line: Criterion) -> list[tuple[str, str]]:
    """Return the answers of a criterion, each with its points."""
    if line.steps:
        return [
            (str(step.points), f"{step.en if papers.english() else step.vi} ({_points_of(step.points)})")
            for step in line.steps
        ]
    return [(str(number), _points_of(number)) for number in line.choices]


def _points_of(number: int) -> str:
    return _("%(points)d points", points=number)


def assessment(dossier: OcopDossier, tree: Tree, proofs: Mapping[str, list[KeptPaper]], today: date) -> Assessment:
    """Return a self-assessment in words: parts, points, stars, and what still lacks a proof."""
    claimed = dossier.points
    score = rules.score(tree, claimed)
    good = {code for code, kept in proofs.items() if any(p.expires_on is None or p.expires_on >= today for p in kept)}
    naked = rules.without_proof(tree, claimed, good)
    open_lines = [line for line in tree.criteria if line.code not in claimed]
    return Assessment(
        parts=[
            PartShown(
                part.letter,
                PARTS[part.letter],
                points(rules.shown_points(part.points)),
                part.total,
                part.is_known,
                [_line(line, claimed, proofs, good) for line in tree.part(part.letter)],
            )
            for part in score.parts
        ],
        least=points(rules.shown_points(score.least)),
        most=points(rules.shown_points(score.most)),
        verdict=star_range(rules.stars(score.least, today), rules.stars(score.most, today)),
        answered=len(claimed),
        lines=len(tree.criteria),
        knows_quality=tree.knows_quality,
        without_proof=[f"{line.code} {criterion_name(line)}" for line in naked],
        is_confirmed=tree.confirmed,
        basis=tree.basis,
        source=tree.source,
        verified_on=tree.verified_on,
        next_code=open_lines[0].code if open_lines else "",
    )


def star_range(least: int, most: int) -> str:
    """Return the stars a score leads to, or between which two it lies."""
    if least == most:
        return _("%(number)d stars", number=least)
    return _("From %(least)d to %(most)d stars", least=least, most=most)


def _line(
    line: Criterion, claimed: Mapping[str, int], proofs: Mapping[str, list[KeptPaper]], good: set[str]
) -> LineShown:
    given = claimed.get(line.code)
    step = next((each for each in line.steps if each.points == given), None)
    said = (step.en if papers.english() else step.vi) if step else ""
    return LineShown(
        code=line.code,
        label=criterion_name(line),
        answer=said if given is not None else _("Not answered yet"),
        points=_("%(points)d of %(most)d", points=given or 0, most=line.most) if given is not None else "",
        is_answered=given is not None,
        papers=proofs.get(line.code, []),
        wants_proof=bool(given and line.proof and line.code not in good),
    )


@dataclass(frozen=True)
class DossierShown:
    """One dossier as lists show it."""

    id: UUID
    name: str
    business: str
    detail: str
    status: object
    kind: str


def dossier(one: OcopDossier) -> DossierShown:
    """Return one dossier in words."""
    since = [_("handed in %(day)s", day=f"{one.submitted_on:%d/%m/%Y}")] if one.submitted_on else []
    return DossierShown(
        id=one.id,
        name=one.product_name,
        business=one.merchant.business_name or one.merchant.owner_name,
        detail=", ".join([f"{one.set_key} {set_name(one.set_key)}", *since]),
        status=STATES[one.state],
        kind=STATE_KINDS.get(one.state, "sea"),
    )


def in_order(one: OcopDossier) -> list[OcopScreening]:
    """Return what the commune found, in the order of the form."""
    order = list(ScreeningPart)
    return sorted(one.screenings, key=lambda each: order.index(each.part))


def way(one: OcopDossier) -> list[tuple[str, str, str]]:
    """Return the steps of a dossier: what, when or who, and whether done or going on."""
    day = _day_or_nothing
    if one.route is Route.DISTRICT:
        reached = {DossierState.AT_DISTRICT: 1, DossierState.AT_PROVINCE: 2, DossierState.AT_CENTRE: 3}
        steps = [
            (_("The owner prepares the file"), ""),
            (_("The district assesses; it recognises 3 stars"), day(one.submitted_on)),
            (_("The province recognises 4 stars"), day(one.rated_on)),
            (_("From 90 points the centre recognises 5 stars"), ""),
        ]
    else:
        reached = {
            DossierState.NEEDS_UPDATE: 0,
            DossierState.AT_COMMUNE: 1,
            DossierState.SCREENED: 2,
            DossierState.CONSULTED: 3,
            DossierState.AT_PROVINCE: 4,
            DossierState.AT_CENTRE: 5,
        }
        steps = [
            (_("The owner prepares the file"), ""),
            (_("The commune screens its four parts"), day(one.submitted_on)),
            (_("The commune holds a consultation meeting"), day(one.met_on)),
            (_("The commune reports to the province"), day(one.reported_on)),
            (_("The province's council gives 3 or 4 stars"), day(one.rated_on)),
            (_("From 90 points the ministry gives 5 stars"), ""),
        ]
    ended = one.state in (DossierState.RECOGNISED, DossierState.NOT_MET, DossierState.WITHDRAWN)
    here = len(steps) if ended else reached.get(one.state, 0)
    return [
        (label, when, "done" if index < here else "here" if index == here else "")
        for index, (label, when) in enumerate(steps)
    ]


def _day_or_nothing(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""
