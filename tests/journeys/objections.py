"""What axe objects to on the page that is open."""

from functools import cache

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# What axe found in order is long, and stays in the browser.
_RUN = """axe.run({resultTypes: ["violations"]}).then(found =>
    found.violations.map(each => `${each.id}: ${each.nodes[0].html.slice(0, 160)}`))"""


def objections(page: Page) -> list[str]:
    """Return each rule that the page breaks, with the first place where it does."""
    page.evaluate(_script())
    return list(page.evaluate(_RUN))


@cache
def _script() -> str:
    return str(Axe().axe_script)
