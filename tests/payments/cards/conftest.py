"""A site with an agreement with the card processor, which a strict stand-in answers for over HTTP."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask

from app.core import settings
from tests.payments.stripe_stand_in import KEY, SECRET, StandIn, standing_in


@pytest.fixture
def stand_in(app: Flask, session: object) -> Iterator[StandIn]:
    before = settings.current()
    with standing_in() as here:
        settings.use(replace(before, stripe_key=KEY, stripe_webhook_secret=SECRET, stripe_url=here.url))
        yield here
    settings.use(before)
