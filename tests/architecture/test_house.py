"""The house keeps its own rules: top level, docstrings, one place for commits and states, documents up to date."""

import ast
import re
import subprocess
from contextlib import suppress
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from app import documents
from app.core.settings import ROOT

pytestmark = pytest.mark.no_database

PACKAGES = ("app", "catalog", "merchants", "payments")
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
TOP = {
    "app", "catalog", "merchants", "payments", "migrations", "tests", "wsgi.py", "pyproject.toml", "README.md",
    "CONTRIBUTING.md", "LICENSE", "Makefile", "docs", "benchmarks",
}  # fmt: skip


def tracked() -> list[str]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    return listed.stdout.split("\n")


def test_the_top_level_holds_what_it_should_and_nothing_else() -> None:
    tops = {name.split("/")[0] for name in tracked() if name and not name.startswith(".")}

    assert tops == TOP


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_every_module_says_what_lives_in_it(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text("utf-8"))), path


def test_the_package_that_is_roof_and_cellar_stays_empty() -> None:
    tree = ast.parse((ROOT / "app/__init__.py").read_text("utf-8"))

    assert len(tree.body) == 1


def test_heavy_libraries_are_loaded_where_they_are_needed_and_not_at_the_start() -> None:
    """A worker that takes a list over would hold forty megabytes of them for nothing."""
    heavy = re.compile(r"^(?:from|import) (stripe|openpyxl|typst|pikepdf|icalendar|pyhanko|dbos)\b", re.MULTILINE)
    loading = {path: heavy.findall(path.read_text("utf-8")) for path in MODULES}
    own = {".".join(path.relative_to(ROOT).with_suffix("").parts) for path, names in loading.items() if names}
    behind = {"app.core.pdf_contents", "app.core.sheets.in_place", "payments.gateways.stripe"}
    assert own == behind

    parts = [module.rpartition(".") for module in behind]
    ways = [rf"{house}\.{room}\b|from {house} import .*\b{room}\b" for house, _, room in parts]
    early = re.compile(rf"^(?:(?:from|import) )?(?:{'|'.join(ways)})", re.MULTILINE)
    assert [path for path in MODULES if early.search(path.read_text("utf-8"))] == []


def test_only_transactions_commit() -> None:
    guilty = [path for path in MODULES if ".commit(" in path.read_text("utf-8") and path.name != "transaction.py"]

    assert guilty == []


def test_a_state_is_assigned_in_one_function_of_a_slice() -> None:
    for path in MODULES:
        if path.name != "services.py" and "services" not in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef) and not node.name.startswith(("_move", "move")):
                for inner in ast.walk(node):
                    targets = inner.targets if isinstance(inner, ast.Assign) else []
                    names = [target.attr for target in targets if isinstance(target, ast.Attribute)]
                    assert not {"stage", "state"} & set(names), f"{path}: {node.name}"


def test_no_secret_tool_or_far_host_is_written_into_the_project() -> None:
    for name in (".locks/runtime.txt", ".locks/dev.txt", "app/static_src/package-lock.json"):
        text = (ROOT / name).read_text("utf-8")
        assert not re.search(r'"resolved"|registry\.|--index-url|file:///', text), name


def needed_by(name: str) -> list[Requirement]:
    """Return what an installed package asks for; nothing of one that only other machines install."""
    with suppress(metadata.PackageNotFoundError):
        return [Requirement(each) for each in metadata.requires(name) or ()]
    return []


@pytest.mark.parametrize("python", ["3.11.0", "3.11.3", "3.14.0"])
def test_the_locks_name_what_is_needed_on_every_python_from_the_first(python: str) -> None:
    text = "".join((ROOT / name).read_text("utf-8") for name in (".locks/runtime.txt", ".locks/dev.txt"))
    locked = {canonicalize_name(name) for name in re.findall(r"(?m)^([\w.-]+)==", text)}
    there = {"python_full_version": python, "python_version": python.rpartition(".")[0], "extra": ""}
    needed = {
        canonicalize_name(each.name)
        for name in locked
        for each in needed_by(name)
        if each.marker is None or each.marker.evaluate(there)
    }

    assert len(needed) > 50
    assert needed <= locked


@pytest.mark.parametrize("path", documents.all_documents(), ids=lambda path: path.name)
def test_generated_documents_are_up_to_date(path: Path) -> None:
    assert path.read_text("utf-8") == documents.all_documents()[path], "run: make docs"
