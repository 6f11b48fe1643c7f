"""Each indicator as a pair: what has been set up, and what is really used; neither is ever shown alone."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from flask_babel import lazy_gettext as _l


class Side(StrEnum):
    """Which half of a pair; the words stand in addresses."""

    DENOMINATOR = "mau"
    NUMERATOR = "tu"


class Grade(StrEnum):
    """How good the evidence behind a number is; a headline takes A and B only."""

    A = "A"
    B = "B"
    AB = "A, B"


@dataclass(frozen=True)
class Metric:
    """One pair, with the words that define it and the day they came into force."""

    key: str
    number: str
    version: int
    defined_on: date
    label: object
    denominator: object
    numerator: object
    denominator_means: object
    numerator_means: object
    without: object
    source: object
    grade: Grade
    unit: object

    def side(self, side: Side) -> object:
        """Return the label of one half."""
        return self.denominator if side is Side.DENOMINATOR else self.numerator

    @property
    def edition(self) -> str:
        """The number and version that reports cite: any change of words is a new version."""
        return f"{self.number} v{self.version}"


_FIRST = date(2026, 11, 1)

METRICS: tuple[Metric, ...] = (
    Metric(
        key="su-dung",
        number="CS-04",
        version=1,
        defined_on=_FIRST,
        label=_l("Businesses"),
        denominator=_l("Registered"),
        numerator=_l("In use"),
        denominator_means=_l("Businesses whose file the commune has confirmed and that work at present."),
        numerator_means=_l(
            "Of these, businesses really paid without cash often enough in this calendar month, "
            "by the rule of use shown on the page."
        ),
        without=_l("Resting for the season and not willing for now are counted apart. Test payments never count."),
        source=_l("Files of the commune; notices of banks and monthly files of partners"),
        grade=Grade.AB,
        unit=_l("businesses"),
    ),
    Metric(
        key="ho-so",
        number="CS-13",
        version=1,
        defined_on=_FIRST,
        label=_l("Files"),
        denominator=_l("Sent"),
        numerator=_l("Confirmed by the commune"),
        denominator_means=_l("Files that households have sent and not withdrawn."),
        numerator_means=_l("Of these, files the commune has looked at and confirmed."),
        without=_l("Drafts, withdrawn files and closed businesses are left out."),
        source=_l("Files on this site"),
        grade=Grade.B,
        unit=_l("files"),
    ),
    Metric(
        key="san-pham",
        number="CS-18",
        version=1,
        defined_on=_FIRST,
        label=_l("Products"),
        denominator=_l("Entered"),
        numerator=_l("Ready for a marketplace"),
        denominator_means=_l("Products with a name, entered by registered businesses that work at present."),
        numerator_means=_l("Of these, products with everything that at least one marketplace demands."),
        without=_l("Ready is not sold: orders are another number."),
        source=_l("Catalogue on this site, held against each marketplace's dated demands"),
        grade=Grade.B,
        unit=_l("products"),
    ),
    Metric(
        key="ma-qr",
        number="CS-08",
        version=1,
        defined_on=_FIRST,
        label=_l("QR codes"),
        denominator=_l("Have a QR code"),
        numerator=_l("Really received money"),
        denominator_means=_l("Registered businesses with a QR sign issued and in force."),
        numerator_means=_l("Of these, businesses with at least one real payment of grade A or B, at any time."),
        without=_l("Test payments, the owner's own word and what a helper saw are left out."),
        source=_l("Signs issued by the commune; notices of banks and monthly files of partners"),
        grade=Grade.AB,
        unit=_l("businesses"),
    ),
    Metric(
        key="hoc",
        number="CS-29",
        version=1,
        defined_on=_FIRST,
        label=_l("Classes"),
        denominator=_l("Signed up"),
        numerator=_l("Really came"),
        denominator_means=_l("Businesses that hold or held a place in a class and did not give it back."),
        numerator_means=_l("Of these, businesses somebody of which was marked present at least once."),
        without=_l("A business that came four times counts once. People without a file are counted on the sheet only."),
        source=_l("Attendance sheets of the trainers"),
        grade=Grade.B,
        unit=_l("businesses"),
    ),
)

BY_KEY = {metric.key: metric for metric in METRICS}
HEADLINE = METRICS[0]
