"""What is done about products by the clock: judge again by new rules, make the files that marketplaces fetch."""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from app.core import settings, storage
from app.core.bulk import look_again
from app.core.jobs import daily, every, job
from app.core.transaction import transaction
from app.policy import Actor
from catalog import queries, services
from catalog.models import FeedBlock, FeedPart
from catalog.outlets import FETCHED, Outlet
from catalog.queries import Change

BY = Actor.system("feeds")
# So often one worker alone judges some of the stale products before all share the others.
ALONE = 20
# So many changes are followed at a time.
CHANGES = 5_000


@daily("catalog.recheck")
def recheck() -> None:
    """Judge stale products again, some at a time, so that a stop in between loses nothing.

    Where marketplaces demand something else of everything, the workers share it: each takes one stretch after another.
    """
    for _round in range(ALONE):
        with transaction():
            if not services.recheck_stale():
                return
    with transaction():
        services.share_recheck()


@job("catalog.recheck_stretch")
def recheck_stretch(after: str, last: str) -> None:
    """Judge again what is stale among the products of one stretch; begun anew, it leaves out what is done."""
    at: UUID | None = UUID(after)
    while at is not None:
        with transaction():
            at = services.recheck_some(at, UUID(last))


@daily("catalog.recheck_stars")
def recheck_stars() -> None:
    """Judge again what is said of stars when a certificate ended, came or changed."""
    with transaction():
        services.recheck_stars()


@daily("catalog.recheck_hosts")
def recheck_hosts() -> None:
    """Judge again what hosts offer who have put their place on the map: that is told elsewhere than their offers."""
    with transaction():
        services.recheck_hosts()


@daily("catalog.measure_photos")
def measure_photos() -> None:
    """Measure photographs kept before their looks were, some at a time, so that a stop in between loses nothing."""
    count = 1
    while count:
        with transaction():
            count = services.measure_some()


@every("catalog.feeds", minutes=10)
def feeds() -> None:
    """Make every file that marketplaces fetch; what has not changed costs nothing, however much of it there is."""
    changes = queries.feed_changes(CHANGES)
    more = True
    while more:
        for outlet in FETCHED.values():
            make_feed(outlet, changes)
        with transaction():
            services.forget_changes(changes)
        more = len(changes) == CHANGES
        changes = queries.feed_changes(CHANGES)
    with transaction():
        left = services.leave_behind()
    for sha256 in left:
        storage.drop_unnamed(sha256)


@job("catalog.refresh_feeds")
def refresh_feeds() -> None:
    """Make the files anew soon after a product was shown or hidden, and not only at the next round."""
    feeds()


@daily("catalog.whole_feeds")
def whole_feeds() -> None:
    """Hold every part against its product once a day, whether or not a change was noted."""
    for outlet in FETCHED.values():
        make_feed(outlet, None)


@job("catalog.make_file")
def make_file(file_id: str) -> None:
    """Make a file of a whole shelf."""
    services.make_file(UUID(file_id))


@job("catalog.read_list")
def read_list(list_id: str) -> None:
    """Read a long list of products and say what would happen."""
    services.read_later(UUID(list_id))


@job("catalog.take_list")
def take_list(list_id: str) -> None:
    """Take a long list of products over."""
    services.take_later(UUID(list_id))


@job("catalog.fetch_photos")
def fetch_photos(list_id: str) -> None:
    """Fetch the photographs that a list of products tells of."""
    services.fetch_photos(UUID(list_id))


@daily("catalog.go_on")
def go_on() -> None:
    """Promise again what no worker has ended by the next day: a job is tried so many times and then left alone."""
    with transaction():
        services.promise_files()
        services.promise_lists()


@daily("catalog.forget_files")
def forget_files() -> None:
    """Forget files of whole shelves once they have been kept for their time, some at a time."""
    more = True
    while more:
        with transaction():
            old = services.forget_files(by=Actor.system("daily"))
        for sha256 in old:
            storage.drop_unnamed(sha256)
        more = bool(old)


def make_feed(outlet: Outlet, changes: Sequence[Change] | None) -> None:
    """Write the parts of what has changed, or all that are old, and give the file out; a stop leaves the last good one.

    Another programme writes every part anew.
    """
    base_url, last = settings.current().base_url, queries.feed_build(outlet.key)
    is_known = last is not None and last.edition == services.edition_of(base_url)
    only = {each.product_id for each in changes} if changes is not None and is_known else None
    # Whoever takes a consent back is out of the file at once, however much that takes away.
    give_out = services.release if last is not None and queries.must_be_replaced(outlet.key) else services.give_out
    at: UUID | None = UUID(int=0)
    while at is not None:
        with transaction():
            at = services.write_parts(outlet, base_url=base_url, after=at, only=only)
    with transaction():
        services.drop_parts(outlet, only=only)
        if only is None:
            look_again(FeedPart.__table__, FeedBlock.__table__)  # type: ignore[arg-type]  # models keep a Table here
    with tempfile.TemporaryDirectory() as folder:
        files = services.put_together(outlet, Path(folder), base_url=base_url)
        with transaction():
            give_out(outlet, files, by=BY)
