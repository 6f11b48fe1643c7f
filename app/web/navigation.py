"""Where a person may go, as data: the few doors of the menu, and the contents page with every door by chapter."""

from dataclasses import dataclass, replace

from flask_babel import lazy_gettext as _l

from app.policy import Actor, Permission, Role, allows

CONTENTS = "/cb/muc-luc"
IN_THE_MENU = 4  # with the way to the contents it still fits in two lines of a small telephone

_NO_OFFICE = frozenset({Role.PUBLIC, Role.OWNER, Role.DELEGATE, Role.SYSTEM})


@dataclass(frozen=True)
class Entry:
    """One door: what it is called, where it leads, who may open it, and what waits behind it."""

    label: object
    path: str
    permission: Permission | None = None
    about: object = ""
    also: tuple[str, ...] = ()  # where else pages lie that belong to it

    def shown_to(self, actor: Actor) -> bool:
        """Whether this person sees the entry."""
        return self.permission is None or allows(actor, self.permission)


@dataclass(frozen=True)
class Chapter:
    """Doors that belong together."""

    title: object
    entries: tuple[Entry, ...]


_MINE = Entry(_l("My files"), "/toi")
_PRODUCTS = Entry(_l("Products"), "/san-pham", about=_l("What visitors see and buy"))
_VISIT = Entry(_l("Visit and stay"), "/du-lich", about=_l("Where to stay, eat and go, with prices and the way there"))
_CLASSES = Entry(_l("Classes"), "/lop-hoc", about=_l("Days, places and free seats"))
_HELP = Entry(_l("Help"), "/tro-giup", about=_l("Whom to ring, and answers to what people ask"))
_CONTENTS = Entry(_l("All work"), CONTENTS)

_TO_DO = Entry(
    _l("To do"),
    "/cb/viec",
    Permission.MERCHANT_REVIEW,
    _l("Files that wait for the commune, the latest first"),
    also=("/cb/hs", "/cb/lo"),
)
_FIND = Entry(
    _l("Find"), "/cb/tim", Permission.MERCHANT_FIND, _l("A business by name, telephone or code, with or without marks")
)
_FIGURES = Entry(_l("Figures"), "/cb", Permission.DASHBOARD_VIEW, _l("Registered and in use, by commune and hamlet"))
_FAMILIES = Entry(_l("Families I help"), "/to", Permission.HELP_GIVE, _l("Fill in together, with the owner's consent"))
_WAY = Entry(
    _l("Visits this afternoon"),
    "/to/tuyen",
    Permission.HELP_GIVE,
    _l("Whom to visit, hamlet by hamlet"),
    also=("/to/tham",),
)
_OFFLINE = Entry(
    _l("Work without a network"),
    "/to/may",
    Permission.TRAINING_RUN,
    _l("Classes and visits on the phone, sent when there is a network"),
)
_DEVICES = Entry(
    _l("Devices that took work along"),
    "/to/may-da-mang",
    Permission.TRAINING_RUN,
    _l("What phones have used, what came, what is missing"),
    also=("/to/mau-thuan", "/to/nhanh"),
)
_FAST = Entry(
    _l("Fast afternoons"), "/ks/nhanh", Permission.VISIT_CHECK, _l("More households than can well be visited")
)
_HOURS = Entry(_l("My hours"), "/to/gio-cong", Permission.TRAINING_RUN, _l("What I gave, and a letter of thanks"))
_RING_BACK = Entry(
    _l("Visits to ring back"), "/ks/goi-lai", Permission.VISIT_CHECK, _l("Ask households whether somebody really came")
)
_TEACHING = Entry(_l("Teaching"), "/day", Permission.TRAINING_RUN, _l("Classes, who came, who did not"))
_TEXTS = Entry(
    _l("Texts to read"),
    "/day/tin-nhan",
    Permission.TRAINING_RUN,
    _l("What people text about classes and a person answers"),
)
_OCOP = Entry("OCOP", "/cb/ocop", Permission.OCOP_WATCH, _l("Stars that end soon, files on their way"))
_TO_RING = Entry(
    _l("To ring"), "/cb/goi", Permission.MESSAGE_CARRY, _l("People whom no message reached: ring, or carry a slip")
)
_SIGNS = Entry(
    _l("Signs to look at"),
    "/cb/bien-qr",
    Permission.STANDEE_KEEP,
    _l("QR signs that are paused or that visitors doubt"),
)
_REQUESTS = Entry(
    _l("Data requests"), "/cb/quyen", Permission.RIGHTS_ANSWER, _l("What owners ask about their own data, by when")
)
_STRANGE = Entry(
    _l("Strange looks"), "/ks/la", Permission.LOOKS_WATCH, _l("Files opened and left alone, and what owners ask")
)
_INCIDENTS = Entry(
    _l("Incidents with data"), "/qt/su-co", Permission.INCIDENT_VIEW, _l("Found, contained, reported within 72 hours")
)

_REFERRALS = Entry(
    _l("Families to ring"), "/dt/gioi-thieu", Permission.REFERRAL_WORK, _l("Who agreed that your institution rings")
)
_PARTNER_DAYS = Entry(
    _l("Days in the hamlets"), "/dt/ngay-hen", Permission.REFERRAL_WORK, _l("Propose a day, see who comes")
)

CHAPTERS = (
    Chapter(
        _l("Partners"),
        (
            _REFERRALS,
            _PARTNER_DAYS,
            Entry(
                _l("Bills paid without cash"),
                "/dt/hoa-don",
                Permission.REFERRAL_WORK,
                _l("Electricity, school fees, health: counts of a month for each commune"),
            ),
            Entry(
                _l("Weak signal"),
                "/dt/song",
                Permission.REFERRAL_WORK,
                _l("Places of which households complain, and what you answer"),
            ),
            Entry(
                _l("The month's word"),
                "/dt/xac-nhan-thang",
                Permission.REFERRAL_WORK,
                _l("Which accounts were used, and how many after 30 days"),
            ),
        ),
    ),
    Chapter(
        _l("Files"),
        (
            _TO_DO,
            _FIND,
            Entry(
                _l("Register of files"), "/cb/so", Permission.MERCHANT_REVIEW, _l("Every file in the order it came in")
            ),
            Entry(
                _l("Corrections"),
                "/cb/dinh-chinh",
                Permission.MERCHANT_REVIEW,
                _l("What confirmed businesses want put right"),
                also=("/cb/sang-ten",),
            ),
            Entry(
                _l("Lists"),
                "/cb/nhap",
                Permission.MERCHANT_IMPORT,
                _l("Bring the commune's own list of households, from Excel or CSV"),
            ),
            Entry(
                _l("Duplicates"), "/cb/trung", Permission.MERCHANT_REVIEW, _l("Families who may have registered twice")
            ),
        ),
    ),
    Chapter(
        _l("Helping families"),
        (
            _FAMILIES,
            Entry(
                _l("Teams"), "/cb/to", Permission.DASHBOARD_VIEW, _l("Which places have a team, and which teams worked")
            ),
            _WAY,
            _OFFLINE,
            _DEVICES,
            _HOURS,
            Entry(
                _l("Somebody is at the counter"),
                "/cb/quay",
                Permission.MERCHANT_REVIEW,
                _l("Find the file of whoever stands here and has no code"),
            ),
            Entry(
                _l("The 1,000 ₫ try"),
                "/to/thu",
                Permission.TRIAL_WITNESS,
                _l("Watch the first money come, beside the seller"),
            ),
            Entry(
                _l("Key a sheet in"), "/cb/nhap-giay", Permission.CONSENT_WITNESS, _l("A form that came in on paper")
            ),
            Entry(
                _l("Calls, slips and paper to work through"),
                "/cb/giup",
                Permission.MERCHANT_REVIEW,
                _l("Consents to confirm for families without a telephone"),
            ),
            _TO_RING,
            _SIGNS,
            Entry(
                _l("Banks and telecoms in the hamlets"),
                "/cb/ngay-hen",
                Permission.DAY_APPROVE,
                _l("Days they propose, to agree to"),
            ),
            Entry(
                _l("What partners tell"),
                "/cb/don-vi",
                Permission.DASHBOARD_VIEW,
                _l("Accounts used after 30 days, bills paid without cash, places without signal"),
            ),
        ),
    ),
    Chapter(
        _l("Papers and stars"),
        (
            Entry(_l("To sign"), "/cb/ky", Permission.DOCUMENT_VIEW, _l("Papers that wait for a signature or a seal")),
            _OCOP,
        ),
    ),
    Chapter(_l("People's data"), (_REQUESTS, _STRANGE, _INCIDENTS, _RING_BACK, _FAST)),
    Chapter(
        _l("Places to sell"),
        (
            Entry(
                _l("What stops products"),
                "/cb/san-pham",
                Permission.PRODUCT_VIEW,
                _l("The answers that most products lack, and where they are"),
            ),
            Entry(
                _l("Rules of the places to sell"),
                "/cb/luat",
                Permission.RULE_EDIT,
                _l("Propose a change to what a marketplace demands, or decide one"),
            ),
            Entry(
                _l("Files that marketplaces fetch"),
                "/cb/tep-san",
                Permission.RULE_EDIT,
                _l("What is in them, when they were made, and what is held back"),
            ),
        ),
    ),
    Chapter(
        _l("Classes and figures"),
        (
            _TEACHING,
            _TEXTS,
            _FIGURES,
            Entry(
                _l("Registered and in use, by craft"),
                "/cb/theo-nghe",
                Permission.DASHBOARD_VIEW,
                _l("Which craft has many registered and few in use"),
            ),
            Entry(
                _l("Did the classes help?"),
                "/cb/lop",
                Permission.DASHBOARD_VIEW,
                _l("Paid without cash 30, 60 and 90 days after the first class"),
            ),
            Entry(
                _l("Which hamlet learns first"),
                "/cb/thu-tu-lop",
                Permission.DASHBOARD_VIEW,
                _l("Drawn in public, and sooner hamlets beside later ones"),
            ),
            Entry(
                _l("Frozen periods"),
                "/cb/chot",
                Permission.DASHBOARD_VIEW,
                _l("Figures that no longer move, by commune and craft, and what looked odd in them"),
            ),
            Entry(
                _l("Reported figures"),
                "/cb/so-bao-ve",
                Permission.DASHBOARD_VIEW,
                _l("Electricity, fees, online files, fibre: what others report each month"),
            ),
            Entry(
                _l("Are the figures right?"),
                "/cb/kiem-so",
                Permission.DASHBOARD_VIEW,
                _l("When everything was last counted from the beginning, and what differed"),
            ),
            Entry(
                _l("Targets"),
                "/cb/muc-tieu",
                Permission.DASHBOARD_VIEW,
                _l("What was agreed upon, by which document, and how far it is"),
            ),
            Entry(
                _l("Definitions of the numbers"),
                "/cb/dinh-nghia",
                Permission.RULE_EDIT,
                _l("What each number counts; two people change it"),
            ),
        ),
    ),
    Chapter(_l("What everybody sees"), (_PRODUCTS, _VISIT, _CLASSES, _HELP)),
)

_FIRST = (
    _TO_DO,
    _FIND,
    _FIGURES,
    _FAMILIES,
    _TEACHING,
    _OCOP,
    _TO_RING,
    _STRANGE,
    _INCIDENTS,
    _REFERRALS,
    _PARTNER_DAYS,
)


def holds_office(actor: Actor) -> bool:
    """Whether a person works for the programme, in whatever role."""
    return any(holding.role not in _NO_OFFICE for holding in actor.holdings)


def entries(actor: Actor) -> list[Entry]:
    """Return the menu of one person: for an official the first doors of their work and the way to all others."""
    mine = [_MINE] if actor.has(Role.OWNER) or actor.has(Role.DELEGATE) else []
    if not holds_office(actor):
        return [*mine, _PRODUCTS, _VISIT, _CLASSES, _HELP]
    return [*mine, *[entry for entry in _FIRST if entry.shown_to(actor)][:IN_THE_MENU], _CONTENTS]


def chapters(actor: Actor) -> list[Chapter]:
    """Return every door a person may open, by chapter; a chapter of which nothing is left is left out."""
    seen = (replace(each, entries=tuple(door for door in each.entries if door.shown_to(actor))) for each in CHAPTERS)
    return [chapter for chapter in seen if chapter.entries]


def place(menu: list[Entry], path: str) -> str:
    """Return the door of the menu behind which a page lies; a page behind a door of the contents only lies there."""
    paths = [entry.path for entry in menu]
    if path in paths:
        return path
    doors = [
        (under, door.path) for chapter in CHAPTERS for door in chapter.entries for under in (door.path, *door.also)
    ]
    behind = max((each for each in doors if f"{path}/".startswith(f"{each[0]}/")), default=("", ""))[1]
    if behind in paths:
        return behind
    return CONTENTS if behind and CONTENTS in paths else ""
