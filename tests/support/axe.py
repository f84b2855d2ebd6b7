"""What axe finds wrong on a page of a real browser: WCAG A and AA, and good practice."""

from __future__ import annotations

from collections.abc import Sequence

from playwright.sync_api import Page

from server.settings import PROJECT_ROOT
from tests.support.absent import not_run

AXE = PROJECT_ROOT / "mobile_web" / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def axe_faults(page: Page, within: str = "html", without: Sequence[str] = ()) -> list[str]:
    """Return a line for each fault, and one where the page is wider than the screen; the rest are CSS selectors."""
    if not AXE.is_file():
        not_run("axe-core", "script/bootstrap")
    # The page's own policy lets no other script in; the browser's own door does.
    session = page.context.new_cdp_session(page)
    session.send("Page.setBypassCSP", {"enabled": True})
    page.evaluate(AXE.read_text())
    run = "([where, tags]) => axe.run(where, {runOnly: tags}).then(found => found.violations)"
    where = {"include": [[within]], "exclude": [[selector] for selector in without]}
    wrong = page.evaluate(run, [where, TAGS])
    session.detach()
    told = [f"{fault['id']}: {fault['nodes'][0]['html'][:150]}" for fault in wrong]
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        told.append("wider than the screen")
    return told
