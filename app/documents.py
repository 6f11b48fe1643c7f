"""Documents made from the code, so that they cannot disagree with it: states and permissions."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from app.core.settings import ROOT
from app.core.states import Machine
from app.policy import GRANTS, Permission, Role

PACKAGES = ("merchants", "catalog", "payments", "app")


def machines() -> Iterator[tuple[str, Machine[Any, Any]]]:
    """Yield every state machine of the site with the module it stands in."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("states.py"), key=lambda path: (len(path.parts), path)):
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            members = vars(import_module(name)).values()
            yield from ((name, each) for each in members if isinstance(each, Machine))


def states() -> str:
    """Return every state machine as a table."""
    parts = ["# States\n\nMade from the code by `lensan docs write`.\n"]
    parts += [_machine(name, machine) for name, machine in machines()]
    return "\n".join(parts)


def permissions() -> str:
    """Return who may do what, where, as a table."""
    roles = [role for role in Role if GRANTS[role]]
    head = (
        "# Permissions\n\nMade from the code by `lensan docs write`. `own`: of one's own merchant; `area`: within the "
        "area held; `any`: everywhere.\n"
    )
    lines = [
        head,
        "| | " + " | ".join(role.value for role in roles) + " |",
        "|---" * (len(roles) + 1) + "|",
    ]
    for permission in Permission:
        cells = [scope.value if (scope := GRANTS[role].get(permission)) else "–" for role in roles]
        lines.append(f"| `{permission.value}` | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def all_documents() -> dict[Path, str]:
    """Return each document's path and text."""
    return {ROOT / "docs" / "states.md": states(), ROOT / "docs" / "permissions.md": permissions()}


def write_all() -> list[Path]:
    """Write the documents, and return where."""
    written = all_documents()
    for path, text in written.items():
        path.write_text(text, "utf-8")
    return list(written)


def _machine(module: str, machine: Machine[Any, Any]) -> str:
    rows = [f"| {start} | {step} | {end} |" for (start, step), end in machine.table.items()]
    ends = ", ".join(sorted(str(state) for state in machine.terminal())) or "none"
    return "\n".join(
        [
            f"## {machine.name} (`{module}`)\n",
            f"Starts as **{machine.initial}**; ends: {ends}.\n",
            "| From | Step | To |\n|---|---|---|",
            *rows,
            "",
        ]
    )
