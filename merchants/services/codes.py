"""Dossier codes: each taken once, from a block that is never shared."""

from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from app.core.db import db
from app.core.ids import dossier_code
from merchants import rules
from merchants.models import DossierBlock


def next_code() -> str:
    """Take the next code."""
    return next_codes(1)[0]


def next_codes(count: int) -> list[str]:
    """Take many codes at once, in order, for the screen, for a list, or to be printed ahead.

    There is one counter for all of them, and its row is locked while numbers are taken, so that nobody else is given
    one out of the same run; a block that runs out is followed by the next one.
    """
    codes: list[str] = []
    while len(codes) < count:
        block = _open_block()
        row = select(DossierBlock.next_running).where(DossierBlock.block == block)
        first = db.session.scalars(row.with_for_update()).one()
        last = min(first + count - len(codes) - 1, rules.LAST_RUNNING)
        db.session.execute(update(DossierBlock).where(DossierBlock.block == block).values(next_running=last + 1))
        codes += [dossier_code(block=block, running=running) for running in range(first, last + 1)]
    return codes


def _open_block() -> int:
    open_blocks = select(DossierBlock.block).where(DossierBlock.next_running <= rules.LAST_RUNNING)
    block = db.session.scalar(open_blocks.order_by(DossierBlock.block).limit(1))
    if block is not None:
        return block
    last = db.session.scalar(select(DossierBlock.block).order_by(DossierBlock.block.desc()).limit(1))
    block = rules.FIRST_BLOCK if last is None else last + 1
    try:
        with db.session.begin_nested():
            db.session.execute(insert(DossierBlock).values(block=block, next_running=1))
    except IntegrityError:
        # Somebody else opened the same block a moment ago; its counter serves both.
        pass
    return block
