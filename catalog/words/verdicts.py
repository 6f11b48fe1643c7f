"""What marketplaces say of a product, as programs read it: the same judging as on the page, word for word."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from catalog.readiness import Failure, Readiness
from catalog.words.pages import mends
from catalog.words.rules import example, sentence

Facts = Mapping[str, Any]


def verdict_facts(readiness: Readiness, product_id: UUID, code: str) -> Facts:
    """Return one marketplace's verdict with everything that is missed."""
    missed = {"must": readiness.blocking, "not_confirmed": readiness.unverified, "helps": readiness.advice}
    return {
        "channel": readiness.channel.value,
        "verdict": readiness.verdict.value,
        "met": readiness.score_met,
        "required": readiness.score_required,
        "quality": readiness.quality.value,
        "missed": [
            _missed(failure, standing) | {"mended_at": mends(failure, product_id, code)}
            for standing, failures in missed.items()
            for failure in failures
        ],
    }


def _missed(failure: Failure, standing: str) -> dict[str, Any]:
    return {
        "rule": failure.rule.id,
        "standing": standing,
        "field": failure.field.value,
        "difference": dict(failure.difference),
        "sentence": sentence(failure),
        "example": example(failure),
    }
