"""Axe (无障碍): what axe-core finds on a screen, in light, dark and large type; its script comes with the front-end packages."""

from __future__ import annotations

from playwright.sync_api import Page

from deploy.local.places import ROOT

SCRIPT = ROOT / "app/static/node_modules/axe-core/axe.min.js"
LOOKS = (("light", "normal"), ("dark", "normal"), ("light", "large"))
WEAR = "([theme, type]) => Object.assign(document.documentElement.dataset, { theme, type })"
RUN = """async () => (await axe.run(document, { resultTypes: ["violations"] })).violations
  .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target} ${node.failureSummary}`))"""


def violations(page: Page, screen: str) -> list[str]:
    """One line for each thing at fault; the screen is worn in all looks and left as it was."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(SCRIPT.read_text())
    before = page.evaluate("() => ({ ...document.documentElement.dataset })")
    found = []
    for theme, kind in LOOKS:
        page.evaluate(WEAR, [theme, kind])
        found += [f"{screen}, {theme}, {kind}: {line}" for line in page.evaluate(RUN)]
    page.evaluate(WEAR, [before["theme"], before["type"]])
    return found
