"""Keeping what marketplaces answer."""

from collections import defaultdict
from uuid import UUID

from app.core import clock
from app.core.db import db
from app.policy import Actor
from catalog import queries
from catalog.channel_rules import Channel
from catalog.marketplaces.answers import Answers
from catalog.models import ChannelAnswer
from merchants.models import Merchant


def take_answers(merchant: Merchant, channel: Channel, answers: Answers, *, by: Actor) -> int:
    """Keep what a marketplace says of a business's products in place of what it said before; say of how many.

    What it no longer complains of is forgotten; codes of nobody's or of somebody else's products are left out.
    """
    known = queries.answers_of(merchant.id, channel)
    said: dict[UUID, list[str]] = defaultdict(list)
    for code, product_id in queries.products_by_code(merchant.id, list(answers)).items():
        said[product_id] += [each for each in answers[code] if each not in said[product_id]]
    for product_id, row in known.items():
        if product_id not in said:
            db.session.delete(row)
    for product_id, sentences in said.items():
        row = known.get(product_id) or ChannelAnswer(product_id=product_id, channel=channel)
        row.sentences, row.brought_at, row.by_name = sentences, clock.now(), by.name
        db.session.add(row)
    db.session.flush()
    return len(said)
