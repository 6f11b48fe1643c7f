"""Who may do what, where: one table, no database, no web."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from app.core.errors import NotPermittedError


class Role(StrEnum):
    """What a person is to the programme; one person may hold several."""

    PUBLIC = "public"
    OWNER = "owner"
    DELEGATE = "delegate"
    TEAM = "team"
    CLERK = "clerk"
    OFFICIAL = "official"
    LEADER = "leader"
    TRAINER = "trainer"
    PROVINCE = "province"
    PARTNER = "partner"
    AUDITOR = "auditor"
    ADMIN = "admin"
    SYSTEM = "system"


class Permission(StrEnum):
    """Something a person may do to a thing."""

    MERCHANT_VIEW = "merchant:view"
    MERCHANT_EDIT = "merchant:edit"
    MERCHANT_REVIEW = "merchant:review"
    MERCHANT_DECIDE = "merchant:decide"
    MERCHANT_LIST = "merchant:list"
    PAPER_VIEW = "paper:view"
    PAPER_EDIT = "paper:edit"
    PAPER_CHECK = "paper:check"
    # Official numbers: seen by their last signs, given, and opened whole for a reason that the owner reads.
    NUMBER_VIEW = "number:view"
    NUMBER_EDIT = "number:edit"
    NUMBER_OPEN = "number:open"
    OCOP_VIEW = "ocop:view"
    OCOP_EDIT = "ocop:edit"
    OCOP_WATCH = "ocop:watch"
    OCOP_LETTER = "ocop:letter"
    OCOP_SCREEN = "ocop:screen"
    OCOP_RATE = "ocop:rate"
    MERCHANT_FIND = "merchant:find"
    MERCHANT_IMPORT = "merchant:import"
    # What nobody decides for the owner: consent, delegates, taking the file back.
    MERCHANT_OWN = "merchant:own"
    HELP_GIVE = "help:give"
    CONSENT_WITNESS = "consent:witness"
    PRODUCT_VIEW = "product:view"
    PRODUCT_EDIT = "product:edit"
    PAYMENT_VIEW = "payment:view"
    PAYMENT_EDIT = "payment:edit"
    STANDEE_ISSUE = "standee:issue"
    # Pauses a sign somebody doubts, and alone lets a paused one go on once somebody has looked at it.
    STANDEE_KEEP = "standee:keep"
    # To stand beside a seller and watch 1,000 đồng come; neither account nor amount is shown.
    TRIAL_WITNESS = "trial:witness"
    # A bank's or a telecom's officer: only families who agreed that this institution rings them.
    REFERRAL_WORK = "referral:work"
    DAY_APPROVE = "day:approve"
    TRAINING_VIEW = "training:view"
    TRAINING_JOIN = "training:join"
    TRAINING_RUN = "training:run"
    TRAINING_PLAN = "training:plan"
    # Rings households back about visits; nobody of the commune sees whom.
    VISIT_CHECK = "visit:check"
    TEAM_KEEP = "team:keep"
    DOCUMENT_VIEW = "document:view"
    DOCUMENT_SIGN = "document:sign"
    DOCUMENT_SEAL = "document:seal"
    MESSAGE_CARRY = "message:carry"
    # What the law gives the person themself: neither a delegate nor a helper uses it for them.
    RIGHTS_USE = "rights:use"
    RIGHTS_ANSWER = "rights:answer"
    RIGHTS_ERASE = "rights:erase"
    LOOKS_WATCH = "looks:watch"
    INCIDENT_VIEW = "incident:view"
    INCIDENT_KEEP = "incident:keep"
    DASHBOARD_VIEW = "dashboard:view"
    # Brings, and as a second person accepts, figures that others report: electricity, fibre, online files.
    FIGURE_REPORT = "figure:report"
    RULE_EDIT = "rule:edit"
    AUDIT_VIEW = "audit:view"
    ACCOUNT_MANAGE = "account:manage"


class Power(StrEnum):
    """What an owner lets a delegate do. There is none for money: it is never handed on."""

    DOSSIER = "dossier"
    PRODUCTS = "products"
    CLASSES = "classes"


class Scope(StrEnum):
    """How far a permission reaches."""

    OWN = "own"
    AREA = "area"
    ANY = "any"


_P = Permission
_OWN = Scope.OWN
_AREA = Scope.AREA

# What each power lets a delegate do, out of what the role may do at most.
POWERS: Mapping[Power, frozenset[Permission]] = {
    Power.DOSSIER: frozenset(
        {
            _P.MERCHANT_VIEW,
            _P.MERCHANT_EDIT,
            _P.PAPER_VIEW,
            _P.PAPER_EDIT,
            _P.OCOP_VIEW,
            _P.OCOP_EDIT,
        }
    ),
    Power.PRODUCTS: frozenset({_P.PRODUCT_VIEW, _P.PRODUCT_EDIT}),
    Power.CLASSES: frozenset({_P.TRAINING_JOIN}),
}

# Rights by role, after the matrix of the programme. A lower unit inherits reading, never deciding. Money is the
# owner's: no other role reads an amount, and an administrator reads no dossier.
GRANTS: Mapping[Role, Mapping[Permission, Scope]] = {
    Role.PUBLIC: {},
    Role.OWNER: {
        _P.MERCHANT_VIEW: _OWN,
        _P.MERCHANT_EDIT: _OWN,
        _P.MERCHANT_OWN: _OWN,
        _P.RIGHTS_USE: _OWN,
        _P.PRODUCT_VIEW: _OWN,
        _P.PRODUCT_EDIT: _OWN,
        _P.PAPER_VIEW: _OWN,
        _P.PAPER_EDIT: _OWN,
        _P.NUMBER_VIEW: _OWN,
        _P.NUMBER_EDIT: _OWN,
        _P.OCOP_VIEW: _OWN,
        _P.OCOP_EDIT: _OWN,
        _P.PAYMENT_VIEW: _OWN,
        _P.PAYMENT_EDIT: _OWN,
        _P.STANDEE_ISSUE: _OWN,
        _P.TRAINING_JOIN: _OWN,
    },
    Role.DELEGATE: {
        _P.MERCHANT_VIEW: _OWN,
        _P.MERCHANT_EDIT: _OWN,
        _P.PRODUCT_VIEW: _OWN,
        _P.PRODUCT_EDIT: _OWN,
        _P.PAPER_VIEW: _OWN,
        _P.PAPER_EDIT: _OWN,
        _P.OCOP_VIEW: _OWN,
        _P.OCOP_EDIT: _OWN,
        _P.TRAINING_JOIN: _OWN,
    },
    Role.TEAM: {
        _P.MERCHANT_LIST: _AREA,
        _P.HELP_GIVE: _AREA,
        _P.TRIAL_WITNESS: _AREA,
        _P.TRAINING_VIEW: _AREA,
        _P.TRAINING_RUN: _AREA,
        _P.DASHBOARD_VIEW: _AREA,
        _P.MESSAGE_CARRY: _AREA,
    },
    Role.CLERK: {
        _P.TEAM_KEEP: _AREA,
        _P.HELP_GIVE: _AREA,
        _P.TRIAL_WITNESS: _AREA,
        _P.DAY_APPROVE: _AREA,
        _P.CONSENT_WITNESS: _AREA,
        _P.MERCHANT_VIEW: _AREA,
        _P.MERCHANT_REVIEW: _AREA,
        _P.MERCHANT_DECIDE: _AREA,
        _P.MERCHANT_LIST: _AREA,
        _P.MERCHANT_FIND: _AREA,
        _P.MERCHANT_IMPORT: _AREA,
        _P.STANDEE_KEEP: _AREA,
        _P.PRODUCT_VIEW: _AREA,
        _P.PAPER_VIEW: _AREA,
        _P.PAPER_CHECK: _AREA,
        _P.NUMBER_VIEW: _AREA,
        _P.NUMBER_EDIT: _AREA,
        _P.NUMBER_OPEN: _AREA,
        _P.OCOP_VIEW: _AREA,
        _P.OCOP_WATCH: _AREA,
        _P.OCOP_LETTER: _AREA,
        _P.OCOP_SCREEN: _AREA,
        _P.TRAINING_VIEW: _AREA,
        _P.TRAINING_RUN: _AREA,
        _P.DASHBOARD_VIEW: _AREA,
        _P.FIGURE_REPORT: _AREA,
        _P.DOCUMENT_VIEW: _AREA,
        _P.DOCUMENT_SEAL: _AREA,
        _P.MESSAGE_CARRY: _AREA,
        _P.RIGHTS_ANSWER: _AREA,
    },
    Role.OFFICIAL: {
        _P.TEAM_KEEP: _AREA,
        _P.HELP_GIVE: _AREA,
        _P.TRIAL_WITNESS: _AREA,
        _P.DAY_APPROVE: _AREA,
        _P.MERCHANT_VIEW: _AREA,
        _P.MERCHANT_REVIEW: _AREA,
        _P.MERCHANT_DECIDE: _AREA,
        _P.MERCHANT_LIST: _AREA,
        _P.MERCHANT_FIND: _AREA,
        _P.MERCHANT_IMPORT: _AREA,
        _P.PRODUCT_VIEW: _AREA,
        _P.PAPER_VIEW: _AREA,
        _P.PAPER_CHECK: _AREA,
        _P.NUMBER_VIEW: _AREA,
        _P.NUMBER_OPEN: _AREA,
        _P.OCOP_VIEW: _AREA,
        _P.OCOP_WATCH: _AREA,
        _P.OCOP_LETTER: _AREA,
        _P.OCOP_SCREEN: _AREA,
        _P.TRAINING_VIEW: _AREA,
        _P.TRAINING_RUN: _AREA,
        _P.TRAINING_PLAN: _AREA,
        _P.RULE_EDIT: _AREA,
        _P.DASHBOARD_VIEW: _AREA,
        _P.FIGURE_REPORT: _AREA,
        _P.DOCUMENT_VIEW: _AREA,
        _P.DOCUMENT_SIGN: _AREA,
        _P.MESSAGE_CARRY: _AREA,
        _P.RIGHTS_ANSWER: _AREA,
        _P.RIGHTS_ERASE: _AREA,
    },
    Role.LEADER: {
        _P.MERCHANT_VIEW: _AREA,
        _P.MERCHANT_REVIEW: _AREA,
        _P.MERCHANT_DECIDE: _AREA,
        _P.MERCHANT_LIST: _AREA,
        _P.MERCHANT_FIND: _AREA,
        _P.STANDEE_KEEP: _AREA,
        _P.PRODUCT_VIEW: _AREA,
        _P.PAPER_VIEW: _AREA,
        _P.OCOP_VIEW: _AREA,
        _P.OCOP_WATCH: _AREA,
        _P.OCOP_LETTER: _AREA,
        _P.OCOP_SCREEN: _AREA,
        _P.TRAINING_VIEW: _AREA,
        _P.RULE_EDIT: _AREA,
        _P.DASHBOARD_VIEW: _AREA,
        _P.AUDIT_VIEW: _AREA,
        _P.DOCUMENT_VIEW: _AREA,
        _P.DOCUMENT_SIGN: _AREA,
        _P.RIGHTS_ANSWER: _AREA,
        _P.RIGHTS_ERASE: _AREA,
    },
    Role.TRAINER: {_P.TRAINING_VIEW: _AREA, _P.TRAINING_RUN: _AREA, _P.TRAINING_PLAN: _AREA},
    # Of a business the province reads the OCOP part only, and that once the commune has handed it up.
    Role.PROVINCE: {
        _P.MERCHANT_LIST: _AREA,
        _P.OCOP_VIEW: _AREA,
        _P.OCOP_WATCH: _AREA,
        _P.OCOP_LETTER: _AREA,
        _P.OCOP_RATE: _AREA,
        _P.MERCHANT_FIND: _AREA,
        _P.MERCHANT_IMPORT: _AREA,
        _P.TRAINING_VIEW: _AREA,
        _P.RULE_EDIT: _AREA,
        _P.DASHBOARD_VIEW: _AREA,
        _P.FIGURE_REPORT: _AREA,
    },
    Role.PARTNER: {_P.REFERRAL_WORK: _AREA},
    Role.AUDITOR: {
        _P.VISIT_CHECK: Scope.ANY,
        _P.AUDIT_VIEW: Scope.ANY,
        _P.DASHBOARD_VIEW: Scope.ANY,
        _P.LOOKS_WATCH: Scope.ANY,
        _P.INCIDENT_VIEW: Scope.ANY,
    },
    Role.ADMIN: {
        _P.ACCOUNT_MANAGE: Scope.ANY,
        _P.AUDIT_VIEW: Scope.ANY,
        _P.INCIDENT_VIEW: Scope.ANY,
        _P.INCIDENT_KEEP: Scope.ANY,
    },
    Role.SYSTEM: {},
}


@dataclass(frozen=True)
class Holding:
    """One role held over an area (a path such as ``33/12826/``) or over one merchant; ``powers`` may narrow it."""

    role: Role
    area_path: str = ""
    merchant_id: UUID | None = None
    powers: tuple[Power, ...] | None = None

    def covers(self, permission: Permission) -> bool:
        """Whether the powers leave a permission in; a holding without powers is whole."""
        return self.powers is None or any(permission in POWERS[power] for power in self.powers)


@dataclass(frozen=True)
class Place:
    """Where a thing belongs: whose it is, and in which area."""

    merchant_id: UUID | None
    area_path: str


@dataclass(frozen=True)
class Actor:
    """Somebody who acts, as plain data, so that services work from views, commands, jobs and tests alike."""

    account_id: UUID | None
    name: str
    holdings: tuple[Holding, ...] = field(default=())

    @classmethod
    def system(cls, name: str) -> "Actor":
        """Return the actor of a command, a job or a provider's notice."""
        return cls(None, name, (Holding(Role.SYSTEM),))

    @property
    def is_anonymous(self) -> bool:
        """Whether nobody has signed in."""
        return not self.holdings

    @property
    def main_role(self) -> Role:
        """The role that audit rows name: the first one held."""
        return self.holdings[0].role if self.holdings else Role.PUBLIC

    @property
    def merchant_ids(self) -> frozenset[UUID]:
        """The merchants this person owns or helps by delegation."""
        return frozenset(holding.merchant_id for holding in self.holdings if holding.merchant_id is not None)

    @property
    def helps_as_delegate(self) -> frozenset[UUID]:
        """The merchants this person works for as a delegate and does not own."""
        owned = {holding.merchant_id for holding in self.holdings if holding.role is Role.OWNER}
        return frozenset(
            holding.merchant_id
            for holding in self.holdings
            if holding.role is Role.DELEGATE and holding.merchant_id is not None and holding.merchant_id not in owned
        )

    def has(self, role: Role) -> bool:
        """Whether the person holds a role anywhere."""
        return any(holding.role is role for holding in self.holdings)


ANONYMOUS = Actor(None, "", ())


def allows(actor: Actor, permission: Permission, place: Place | None = None) -> bool:
    """Whether somebody may do something, here if a place is given, else anywhere at all."""
    return any(_reaches(holding, permission, place) for holding in actor.holdings)


def require(actor: Actor, permission: Permission, place: Place | None = None) -> None:
    """Refuse unless allowed.

    Raises:
        NotPermittedError: the person may not do this here.
    """
    if not allows(actor, permission, place):
        raise NotPermittedError("not permitted", permission=permission.value)


def areas_for(actor: Actor, permission: Permission) -> tuple[str, ...] | None:
    """Return the area paths a permission reaches: None for everywhere, empty for nowhere. For use inside queries."""
    paths = []
    for holding in actor.holdings:
        scope = GRANTS[holding.role].get(permission)
        if scope is Scope.ANY:
            return None
        if scope is Scope.AREA and holding.area_path:
            paths.append(holding.area_path)
    return tuple(dict.fromkeys(paths))


def _reaches(holding: Holding, permission: Permission, place: Place | None) -> bool:
    if not holding.covers(permission):
        return False
    match GRANTS[holding.role].get(permission):
        case Scope.ANY:
            return True
        case Scope.AREA:
            # A path ends in a slash, so 33/1/ never reaches 33/12/; an empty path reaches nothing.
            return bool(holding.area_path) and (place is None or place.area_path.startswith(holding.area_path))
        case Scope.OWN:
            return holding.merchant_id is not None and (place is None or place.merchant_id == holding.merchant_id)
        case _:
            return False
