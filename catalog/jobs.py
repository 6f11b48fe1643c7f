"""What is done about products by the clock: judge again by new rules, make the files that marketplaces fetch."""

import tempfile
from pathlib import Path

from app.core import settings, storage
from app.core.jobs import daily, every, job
from app.core.transaction import transaction
from app.policy import Actor
from catalog import queries, services
from catalog.outlets import FETCHED, Outlet
from catalog.services import FeedFiles

BY = Actor.system("feeds")


@daily("catalog.recheck")
def recheck() -> None:
    """Judge stale products again, some at a time, so that a stop in between loses nothing."""
    count = 1
    while count:
        with transaction():
            count = services.recheck_stale()


@daily("catalog.recheck_stars")
def recheck_stars() -> None:
    """Judge again what is said of stars on the day a certificate ends."""
    with transaction():
        services.recheck_stars()


@daily("catalog.measure_photos")
def measure_photos() -> None:
    """Measure photographs kept before their looks were, some at a time, so that a stop in between loses nothing."""
    count = 1
    while count:
        with transaction():
            count = services.measure_some()


@every("catalog.feeds", minutes=10)
def feeds() -> None:
    """Make every file that marketplaces fetch; what has not changed costs a question."""
    for outlet in FETCHED.values():
        make_feed(outlet)


@job("catalog.refresh_feeds")
def refresh_feeds() -> None:
    """Make the files anew soon after a product was shown or hidden, and not only at the next round."""
    feeds()


def make_feed(outlet: Outlet) -> None:
    """Write the parts that are old and put the file together; a stop in between leaves the last good one."""
    base_url, last = settings.current().base_url, queries.feed_build(outlet.key)
    # Whoever takes a consent back is out of the file at once, however much that takes away.
    give_out = services.release if last is not None and queries.must_be_replaced(last) else services.give_out
    count = 1
    while count:
        with transaction():
            count = services.write_parts(outlet, base_url=base_url)
    with transaction():
        services.drop_parts(outlet)
    with tempfile.TemporaryDirectory() as folder:
        files: FeedFiles = services.put_together(outlet, Path(folder), base_url=base_url)
        with transaction():
            old = give_out(outlet, files, by=BY)
    for sha256 in old:
        storage.drop_unnamed(sha256)
