"""Changes of the demonstration: a correction and a new owner that wait, and one who rests for the season."""

from dataclasses import replace

from sqlalchemy import select

from app.core import clock
from app.core.db import db
from app.core.phones import parse_phone
from app.policy import Actor
from merchants import rules as dossier_rules
from merchants import services as dossiers
from merchants.changes import services
from merchants.changes.models import Correction
from merchants.changes.rules import HandoverKind, HandoverPaper, Matter
from merchants.models import Merchant


def load(by: Actor) -> None:
    """Let some of the cast ask for changes; a second call adds nothing."""
    if db.session.scalars(select(Correction.id).limit(1)).first() is not None:
        return
    lach, binh, muoi = (_of(name) for name in ("Phạm Văn Lạch", "Lê Văn Bình", "Tạ Thị Muối"))
    if lach is not None:
        after = {"owner_name": "Phạm Văn Lạch Anh"}
        who = replace(by, name=lach.owner_name)
        services.ask(lach, matter=Matter.OWNER_NAME, after=after, reason="tên theo căn cước mới", by=who)
    if binh is not None:
        services.ask_handover(
            binh,
            kind=HandoverKind.FAMILY,
            paper=HandoverPaper.FAMILY,
            new_owner_name="Lê Thị Hạt",
            new_birth_year=1999,
            new_phone=parse_phone("0912 000 021"),
            by=replace(by, name="Lê Thị Hạt"),
        )
    if muoi is not None:
        month = clock.today().month % 12 + 1
        until = dossier_rules.season_begins_on(month, clock.today())
        dossiers.rest(muoi, reason="hết vụ muối", until_on=until, by=replace(by, name=muoi.owner_name))
    db.session.flush()


def _of(owner: str) -> Merchant | None:
    wanted = select(Merchant).where(Merchant.is_demo, Merchant.owner_name == owner)
    return db.session.scalars(wanted).one_or_none()
