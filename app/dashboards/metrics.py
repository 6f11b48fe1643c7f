"""What the live pages show, as pairs: what has been set up, and what is really used; neither is ever shown alone.

What a number means stands in the dictionary of indicators, under the number each pair names.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from flask_babel import lazy_gettext as _l


class Side(StrEnum):
    """Which half of a pair; the words stand in addresses."""

    DENOMINATOR = "mau"
    NUMERATOR = "tu"


class Grade(StrEnum):
    """How good the evidence behind a number is; a headline takes A and B only, E is never shown as use."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    AB = "A, B"


@dataclass(frozen=True)
class Metric:
    """One pair, and the number under which the dictionary defines it."""

    key: str
    number: str
    label: object
    denominator: object
    numerator: object
    source: object
    grade: Grade
    unit: object

    def side(self, side: Side) -> object:
        """Return the label of one half."""
        return self.denominator if side is Side.DENOMINATOR else self.numerator


METRICS: tuple[Metric, ...] = (
    Metric(
        key="su-dung",
        number="CS-04",
        label=_l("Businesses"),
        denominator=_l("Registered"),
        numerator=_l("In use"),
        source=_l("Files of the commune; notices of banks and monthly files of partners"),
        grade=Grade.AB,
        unit=_l("businesses"),
    ),
    Metric(
        key="ho-so",
        number="CS-13",
        label=_l("Files"),
        denominator=_l("Sent"),
        numerator=_l("Confirmed by the commune"),
        source=_l("Files on this site"),
        grade=Grade.B,
        unit=_l("files"),
    ),
    Metric(
        key="san-pham",
        number="CS-18",
        label=_l("Products"),
        denominator=_l("Entered"),
        numerator=_l("Ready for a marketplace"),
        source=_l("Catalogue on this site, held against each marketplace's dated demands"),
        grade=Grade.B,
        unit=_l("products"),
    ),
    Metric(
        key="ma-qr",
        number="CS-08",
        label=_l("QR codes"),
        denominator=_l("Have a QR code"),
        numerator=_l("Really received money"),
        source=_l("Signs issued by the commune; notices of banks and monthly files of partners"),
        grade=Grade.AB,
        unit=_l("businesses"),
    ),
    Metric(
        key="hoc",
        number="CS-29",
        label=_l("Classes"),
        denominator=_l("Signed up"),
        numerator=_l("Really came"),
        source=_l("Attendance sheets of the trainers"),
        grade=Grade.B,
        unit=_l("businesses"),
    ),
)

_WAY, _EVIDENCE = _l("Way of a business"), _l("Evidence")
_OF_REGISTERED = {"denominator": _l("Registered"), "source": _l("Files on this site"), "unit": _l("businesses")}
# The way of a business after it is registered, in order; each step counts businesses, however they came to it.
STEPS: tuple[Metric, ...] = (
    Metric("co-hang", "CS-18", _WAY, numerator=_l("Product ready"), grade=Grade.B, **_OF_REGISTERED),
    Metric(
        "nhan-tien",
        "CS-04",
        _WAY,
        numerator=_l("Paid without cash"),
        grade=Grade.AB,
        **_OF_REGISTERED,
    ),
    Metric("da-hoc", "CS-29", _WAY, numerator=_l("Trained"), grade=Grade.B, **_OF_REGISTERED),
    Metric(
        "dung-deu",
        "CS-06",
        _WAY,
        numerator=_l("Still in use, three months running"),
        grade=Grade.AB,
        **_OF_REGISTERED,
    ),
)
# How well use in the last whole month is known, by the strongest evidence of each business.
GRADES: tuple[Metric, ...] = (
    Metric("bac-a", "CS-04", _EVIDENCE, numerator=_l("A: a partner says so"), grade=Grade.A, **_OF_REGISTERED),
    Metric("bac-b", "CS-04", _EVIDENCE, numerator=_l("B: matched payment"), grade=Grade.B, **_OF_REGISTERED),
    Metric("bac-c", "CS-05", _EVIDENCE, numerator=_l("C: the owner says so"), grade=Grade.C, **_OF_REGISTERED),
    Metric("bac-d", "CS-05", _EVIDENCE, numerator=_l("D: a helper saw it"), grade=Grade.D, **_OF_REGISTERED),
    Metric("bac-e", "CS-05", _EVIDENCE, numerator=_l("E: a claim only"), grade=Grade.E, **_OF_REGISTERED),
)
# Printed signs that nobody has photographed for long: one may hang there with another's code.
SIGNS = Metric(
    key="bien-qr",
    number="CS-09",
    label=_l("QR signs"),
    denominator=_l("Signs in force"),
    numerator=_l("Not seen for 90 days"),
    source=_l("Signs issued by the commune; photographs by their owners"),
    grade=Grade.B,
    unit=_l("signs"),
)
# What learners do without help a month after their class: whoever was not visited is in the whole.
SKILLS = Metric(
    key="tu-lam",
    number="CS-28",
    label=_l("Alone a month after the class"),
    denominator=_l("Visits due"),
    numerator=_l("Did all three alone"),
    source=_l("Visits a month after a class"),
    grade=Grade.D,
    unit=_l("visits"),
)
# What waits for the desk, and who rests: each number has its list as well. Whoever wants nothing for now is counted and
# stands on no list: names would ask for pressing them.
WAITING = Metric(
    key="cho-xa",
    number="CS-16",
    label=_l("Files"),
    denominator=_l("Wait for an answer"),
    numerator=_l("Overdue"),
    source=_l("Files on this site"),
    grade=Grade.B,
    unit=_l("files"),
)
RESTING = Metric(
    key="tam-nghi",
    number="CS-04",
    label=_l("Counted apart"),
    denominator=_l("Registered"),
    numerator=_l("Resting"),
    source=_l("Files on this site"),
    grade=Grade.B,
    unit=_l("businesses"),
)
# On which rung of the ladder to being paid without cash each registered business stands: every one on exactly one.
_LADDER = _l("Ladder")
LADDER: tuple[Metric, ...] = (
    Metric("thang-0", "CS-04", _LADDER, numerator=_l("No QR sign, never paid"), grade=Grade.B, **_OF_REGISTERED),
    Metric("thang-2", "CS-04", _LADDER, numerator=_l("Has a QR sign, never paid"), grade=Grade.AB, **_OF_REGISTERED),
    Metric("thang-3", "CS-04", _LADDER, numerator=_l("Paid, not in use this month"), grade=Grade.AB, **_OF_REGISTERED),
    Metric("thang-4", "CS-04", _LADDER, numerator=_l("In use this month"), grade=Grade.AB, **_OF_REGISTERED),
)
# How far files came that were begun in the last sixty days, and what was sent back in them.
BEGUN = Metric(
    key="khai",
    number="CS-11",
    label=_l("Filling in"),
    denominator=_l("Begun in 60 days"),
    numerator=_l("Came past this question"),
    source=_l("Files on this site"),
    grade=Grade.B,
    unit=_l("files"),
)
RETURNED = Metric(
    key="tra-lai",
    number="CS-13",
    label=_l("Answers sent back"),
    denominator=_l("Answers sent back in 60 days"),
    numerator=_l("For this reason"),
    source=_l("Files on this site"),
    grade=Grade.B,
    unit=_l("answers"),
)
# Who first came to a class in one month, and who was paid without cash so many days after.
LEARNERS = Metric(
    key="khoa",
    number="CS-30",
    label=_l("First class"),
    denominator=_l("Came for the first time"),
    numerator=_l("Paid without cash before"),
    source=_l("Attendance sheets of the trainers; notices of banks and monthly files of partners"),
    grade=Grade.AB,
    unit=_l("businesses"),
)
# Visits after a class, and those that came around their day.
VISITS = Metric(
    key="tham",
    number="CS-32",
    label=_l("Visits after a class"),
    denominator=_l("Due in 60 days"),
    numerator=_l("Came on time"),
    source=_l("Visits that helpers wrote down"),
    grade=Grade.D,
    unit=_l("visits"),
)
WINDOWS = (30, 60, 90)


def _after(key: str, number: str, label: object, part: object, grade: Grade) -> Mapping[int, Metric]:
    return {
        days: Metric(
            key=key.format(days=days),
            number=number,
            label=label,
            denominator=_l("Asked about after %(days)s days", days=days),
            numerator=part,
            source=LEARNERS.source,
            grade=grade,
            unit=LEARNERS.unit,
        )
        for days in WINDOWS
    }


_MEASURED, _SIGNS_ONLY = _l("Measured"), _l("Signs only")
# By whether a month's businesses came to a class, what was found, and after how many days.
COHORTS: Mapping[tuple[bool, bool], Mapping[int, Metric]] = {
    (True, True): _after("khoa-{days}", "CS-30", _l("After the class"), _MEASURED, Grade.AB),
    (True, False): _after("khoa-{days}-dau-hieu", "CS-30", _l("After the class"), _SIGNS_ONLY, Grade.D),
    (False, True): _after("chua-hoc-{days}", "CS-31", _l("Not yet taught"), _MEASURED, Grade.AB),
    (False, False): _after("chua-hoc-{days}-dau-hieu", "CS-31", _l("Not yet taught"), _SIGNS_ONLY, Grade.D),
}
_OF_COHORTS = tuple(metric for by_days in COHORTS.values() for metric in by_days.values())
_ALL = (
    *METRICS,
    *STEPS,
    *GRADES,
    *LADDER,
    SIGNS,
    SKILLS,
    WAITING,
    RESTING,
    BEGUN,
    RETURNED,
    VISITS,
    LEARNERS,
    *_OF_COHORTS,
)
BY_KEY = {metric.key: metric for metric in _ALL}
HEADLINE = METRICS[0]

_BY_EVIDENCE = _l("Registered businesses that work now, whose strongest evidence of the last whole month is this one.")
_OF_A_COHORT = _l(
    "Businesses of the month that were not paid without cash before and of which the days are over; of these, those "
    "paid by then. Measured: a bank or a reconciled reference proves it. Signs only: the owner or a helper says so. "
    "Places not yet taught are counted from the 15th of the month, until somebody there first comes to a class."
)
_ON_A_RUNG = _l(
    "Registered businesses that work now and stand on this rung: each is counted once, on the highest it has reached."
)
# What each live number counts. The indicator it names is what reports count at the end of a period: near it, not it.
MEANINGS = {
    "su-dung": _l(
        "Registered: businesses the commune has confirmed that work now. In use: those of them with enough real "
        "payments this month so far, by the rule of use."
    ),
    "ho-so": _l(
        "Sent: files the commune has in hand or has confirmed. Confirmed: those of them that the commune has confirmed."
    ),
    "san-pham": _l(
        "Entered: named products of businesses that work now. Ready: those of them with everything at least one place "
        "to sell demands."
    ),
    "ma-qr": _l(
        "Businesses that work now and have a sign in force; of these, those that a customer has ever really paid "
        "(evidence A or B)."
    ),
    "hoc": _l("Businesses with a place in a class; of these, those of which somebody was present."),
    "co-hang": _l("Registered businesses that work now and have a product that is ready to be listed."),
    "nhan-tien": _l("Registered businesses that work now and that a customer has ever really paid (evidence A or B)."),
    "da-hoc": _l("Registered businesses that work now and of which somebody was present in a class."),
    "dung-deu": _l("Registered businesses that work now and were in use in each of the last three whole months."),
    **{metric.key: _BY_EVIDENCE for metric in GRADES},
    **{metric.key: _ON_A_RUNG for metric in LADDER},
    "bien-qr": _l(
        "Signs in force of registered businesses; of these, those issued more than 90 days ago of which nobody "
        "has taken a readable photograph in the last 90 days."
    ),
    "cho-xa": _l("Files that wait for the commune's answer; of these, those whose promised day is over."),
    "tam-nghi": _l("Registered businesses, those that rest among them; of these, those that rest for the season."),
    "khai": _l(
        "Files begun here in the last 60 days, without those a list brought; of these, those that came past the "
        "question. A file that was not sent belongs to its family: it is counted here and named to nobody."
    ),
    "tra-lai": _l("Answers that the commune sent back in the last 60 days; of these, those for one reason."),
    "tham": _l(
        "Visits after a class whose day was in the last 60 days; of these, those where somebody came within three days "
        "of it, which the household does not deny."
    ),
    "khoa": _l(
        "Businesses that came to a class for the first time in the month; of these, those paid without cash before."
    ),
    **{metric.key: _OF_A_COHORT for metric in _OF_COHORTS},
    "tu-lam": _l(
        "Visits due a month after a class; of these, those where the learner did all three things without help."
    ),
}
