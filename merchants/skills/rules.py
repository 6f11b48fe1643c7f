"""When what was shown is enough for a certificate."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any


def earns_certificate(shown: Iterable[str], *, skills: Sequence[Mapping[str, Any]], needed: int) -> bool:
    """Whether enough skills were shown, those among them that a certificate cannot do without.

    A course that names no skill earns nobody a certificate: having been there is not enough.
    """
    known = {skill["code"] for skill in skills}
    musts = {skill["code"] for skill in skills if skill.get("must")}
    got = known & set(shown)
    return bool(known) and len(got) >= needed and musts <= got


def merged(now: Iterable[str], *, was: Iterable[str], ticked: Iterable[str]) -> set[str]:
    """Return what is shown after a sheet was sent: only what was changed on it is changed.

    ``was`` is what the sheet said when it was opened; what another trainer ticked meanwhile stays.
    """
    before, after = set(was), set(ticked)
    return (set(now) | (after - before)) - (before - after)
