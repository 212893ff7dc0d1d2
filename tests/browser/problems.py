"""What is wrong with a page that a browser has opened."""

from axe_playwright_python.sync_playwright import Axe

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
AXE_OPTIONS = {"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"]}
WIDTHS = (320, 1280)
"""A phone, or a desk's screen at 400 %; and a desk's screen. In pixels."""
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def problems_of(page, address: str, status: int = 200) -> list[str]:
    """Open the page and return every problem that is found in it."""
    page.heard.clear()
    answer = page.goto(address, wait_until="load")
    problems = unexpected(page.heard, address, status)
    if answer.status != status:
        problems.append(f"answers {answer.status}, not {status}")
    return problems + sideways(page) + barriers(page)


def unexpected(heard: list[str], address: str, status: int) -> list[str]:
    """What was heard, but for what only says that the page itself answers with this status."""
    return [said for said in heard if status == 200 or not tells_status(said, address, status)]


def tells_status(said: str, address: str, status: int) -> bool:
    """Does this only say that the page itself answered with ``status``?"""
    return said == f"{status}: {address}" or (said.startswith("console: Failed to load") and f"({address})" in said)


def problems_on(page) -> list[str]:
    """What is wrong by now. What axe itself does to the page, which the policy refuses, is not heard."""
    found = [*page.heard, *sideways(page), *barriers(page)]
    page.heard.clear()
    return found


def problems_at_every_width(page, status: int = 200) -> list[str]:
    """The same on a phone and on a desk, of a page that answered with ``status``."""
    found, before = [], page.viewport_size
    page.heard[:] = unexpected(page.heard, page.url.partition("#")[0], status)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": before["height"]})
        found += [f"{width} px: {problem}" for problem in problems_on(page)]
    page.set_viewport_size(before)
    return found


def sideways(page) -> list[str]:
    overflow = page.evaluate(SIDEWAYS)
    return [f"scrolls sideways by {overflow} px"] if overflow else []


def barriers(page) -> list[str]:
    """Return what axe-core finds against WCAG 2.2 AA: the rule, and the first element that breaks it."""
    found = Axe().run(page, options=AXE_OPTIONS).response["violations"]
    return [f"axe {rule['id']}: {rule['help']}: {rule['nodes'][0]['html']}" for rule in found]
