"""What each marketplace demands, with its dates and sources: open to everybody."""

from flask import jsonify, render_template
from flask.typing import ResponseReturnValue

from app.core import clock
from app.policy import Permission, allows
from app.web.pages import same_for_everybody
from app.web.session import me
from catalog import queries, words
from catalog.channel_rules import Channel, as_row
from catalog.views.blueprint import public_bp

_PLACES = ",".join(f"{place!r}" for place in words.PLACES)


@public_bp.get("/luat-san")
@same_for_everybody(names_people=False)
def places() -> ResponseReturnValue:
    """Show every place to sell, how many demands it makes, and when they were last looked up."""
    book, today = queries.rule_book(), clock.today()
    found = [(place, channel, book.on(channel, today)) for place, channel in words.PLACES.items()]
    return render_template("catalog/places.html", places=found, words=words)


@public_bp.get(f"/luat-san/<any({_PLACES}):place>")
def demands(place: str) -> ResponseReturnValue:
    """Show what one place demands today and later, and what was changed since this release."""
    channel: Channel = words.PLACES[place]
    book, today = queries.rule_book(), clock.today()
    return render_template(
        "catalog/demands.html",
        place=place,
        label=words.CHANNELS[channel],
        now=book.on(channel, today),
        later=book.later(channel, today),
        changes=queries.decided_changes(channel),
        words=words,
        may_propose=allows(me(), Permission.RULE_EDIT),
    )


@public_bp.get(f"/luat-san/<any({_PLACES}):place>.json")
def demands_as_data(place: str) -> ResponseReturnValue:
    """Give out what one place demands, with sources and dates, for whoever keeps such lists too."""
    channel: Channel = words.PLACES[place]
    book, today = queries.rule_book(), clock.today()
    rules = (*book.on(channel, today), *book.later(channel, today))
    return jsonify([as_row(rule) | {"sentence": words.demand(rule)} for rule in rules])
