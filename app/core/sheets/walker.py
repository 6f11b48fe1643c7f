"""Whoever goes through a part of a workbook from element to element."""

from collections.abc import Mapping

# Texts come in pieces of 64 KB; no cell holds more than 32,767 signs.
_MOST_PIECES = 16


class Walker:
    """What is told of each element of a part, its end, and the text in it."""

    def begin(self, name: str, told: Mapping[str, str]) -> None: ...

    def end(self, name: str) -> None: ...

    def say(self, text: str) -> None: ...


class Listener(Walker):
    """One who gathers what is said in some elements, but not beside them: how it is pronounced stands there, too."""

    def __init__(self) -> None:
        self._said: list[str] = []
        self._listens = self._is_aside = False

    def begin(self, name: str, told: Mapping[str, str]) -> None:  # noqa: ARG002  it listens to all
        kind = local(name)
        self._listens = kind in ("t", "v") and not self._is_aside
        if kind == "rPh":
            self._is_aside = True

    def say(self, text: str) -> None:
        if self._listens:
            self._said.append(text)
            if len(self._said) > _MOST_PIECES:
                raise ValueError("no cell says so much")

    def end(self, name: str) -> None:
        self._listens = False
        if local(name) == "rPh":
            self._is_aside = False

    def heard(self) -> str:
        """Return what was said since the last time."""
        said = "".join(self._said)
        self._said.clear()
        return said


def local(name: str) -> str:
    """Return the name of an element without what its programs put before it."""
    return name.rpartition(":")[2]
