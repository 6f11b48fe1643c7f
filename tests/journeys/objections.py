"""What axe objects to on the page that is open."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

# What axe found in order is long, and stays in the browser.
_RUN = """axe.run({resultTypes: ["violations"]}).then(found =>
    found.violations.map(each => `${each.id}: ${each.nodes[0].html.slice(0, 160)}`))"""


def bring_axe(context: BrowserContext) -> None:
    """Have axe on every page opened from now on: handing it over for each would take as long as half of its look."""
    context.add_init_script(Axe().axe_script)


def objections(page: Page) -> list[str]:
    """Return each rule that the page breaks, with the first place where it does."""
    return list(page.evaluate(_RUN))
