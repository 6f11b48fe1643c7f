"""The demonstration cast and what they have done so far; everything here is made up and says so."""

from collections.abc import Iterator
from importlib import import_module

import pyotp

from app.accounts import services as accounts
from app.core import areas, clock, jobs
from app.core.db import db
from app.core.transaction import transaction
from app.dashboards.periods import queries as periods
from app.dashboards.periods.services import SIGN
from app.policy import Actor, Role

PASSWORD = "thu-nghiem-len-san"  # noqa: S105  printed on purpose: it opens made-up accounts on a developer's machine
TOTP_SECRET = "LENSANDEMOLENSANDEMOLENSANDEMO23"  # noqa: S105  as above

CAST = (
    (
        "canbo.thaithuy",
        "Chú Đỗ Văn Thành",
        Role.CLERK,
        "33/12826/",
        "clerk of xã Thái Thụy: the queue, review, confirm",
    ),
    (
        "lanhdao.thaithuy",
        "Lãnh đạo xã Thái Thụy",
        Role.OFFICIAL,
        "33/12826/",
        "official of xã Thái Thụy: figures, planning",
    ),
    ("giangvien", "Thầy Bùi Đức Nam", Role.TRAINER, "33/", "trainer: classes and attendance"),
    ("kiemsolieu", "Cô Phan Thị Ngân", Role.AUDITOR, "", "data auditor: strange looks, incidents"),
    ("quantri", "Anh Lê Quang Minh", Role.ADMIN, "", "administrator: incidents"),
    ("doitac.nganhang", "Anh Lê Minh Khôi", Role.PARTNER, "33/", "officer of a made-up bank: families to ring, days"),
    ("tinh.hungyen", "Chị Vũ Hải Yến", Role.PROVINCE, "33/", "province officer: figures of all communes"),
)
OWNERS = (("0912 000 001", "Bà Nguyễn Thị Mận, fish sauce"), ("0912 000 002", "Anh Trần Quốc Huy, homestay"))

# In the order in which one builds on another.
SLICES = (
    "merchants",
    "merchants.desk",
    "merchants.imports",
    "merchants.tourism",
    "merchants.changes",
    "merchants.training",
    "merchants.texts",
    "merchants.skills",
    "merchants.visits",
    "merchants.teams",
    "merchants.fieldwork",
    "merchants.papers",
    "merchants.identity",
    "merchants.ocop",
    "merchants.results",
    "merchants.notices",
    "merchants.rights",
    "merchants.incidents",
    "catalog",
    "app.dashboards.trends",
    # Before any payment: what a bank sends late is what a period is restated for.
    "app.dashboards.periods",
    "payments",
    "payments.partners",
    "app.dashboards.reported",
    "app.dashboards.rollouts",
    "app.dashboards.reports",
)


def load() -> None:
    """Load the cast; loading it twice is loading it once."""
    by = Actor.system("demonstration")
    with transaction():
        areas.load_shipped(demo=True)
        for username, name, role, path, _ in CAST:
            account = accounts.make_official(
                username=username, name=name, password=PASSWORD, totp_secret=TOTP_SECRET, by=by, is_demo=True
            )
            accounts.grant(account, role=role, area_path=path, by=by)
    for slice_ in SLICES:
        with transaction():
            import_module(f"{slice_}.demo").load(by=by)
    db.session.info.pop("promised_jobs", None)
    jobs.run("rollups.settle", {})
    for freeze_id in periods.unsigned():
        jobs.run(SIGN, {"freeze_id": str(freeze_id)})
    jobs.forget_clients()


def who() -> Iterator[str]:
    """Say who can sign in and how."""
    digits = pyotp.TOTP(TOTP_SECRET).at(clock.now())
    for phone, name in OWNERS:
        yield f"{phone:<18} {name}: /vao/so, the code is in /dev/hop-thu-di"
    for username, _, _, _, purpose in CAST:
        yield f"{username:<18} {purpose}"
    yield f"{'':<18} officials: /vao/can-bo, password {PASSWORD}, digits now {digits} (secret {TOTP_SECRET})"
