"""A count over much of a large file keeps more of it at hand, and gives that back."""

import pytest
from sqlalchemy import text

from app.core.db import db, room


def kept_kb() -> int:
    return -int(db.session.scalar(text("pragma cache_size")) or 0)


@pytest.mark.once  # PostgreSQL's server has its own share
@pytest.mark.usefixtures("session")
def test_a_large_count_keeps_more_at_hand_and_gives_it_back_even_when_it_fails() -> None:
    usual = kept_kb()

    with pytest.raises(ZeroDivisionError), room():
        within = kept_kb()
        _ = 1 // 0

    assert within > usual == kept_kb()
