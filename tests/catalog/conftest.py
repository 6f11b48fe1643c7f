"""What the catalogue's tests share."""

from collections.abc import Iterator

import pytest
from flask_babel import force_locale


@pytest.fixture
def in_english(session: object) -> Iterator[None]:
    """Read refusals in English, the language they are written in."""
    with force_locale("en"):
        yield
