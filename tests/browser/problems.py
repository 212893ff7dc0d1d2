"""What is wrong with a page that a browser has opened."""

from axe_playwright_python.sync_playwright import Axe

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
AXE_OPTIONS = {"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"]}
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def problems_of(page, address: str, heard: list[str], status: int = 200) -> list[str]:
    """Open the page and return every problem that is found in it."""
    heard.clear()
    answer = page.goto(address, wait_until="load")
    problems = [said for said in heard if status == 200 or not tells_status(said, address, status)]
    if answer.status != status:
        problems.append(f"answers {answer.status}, not {status}")
    return problems + sideways(page) + barriers(page)


def tells_status(said: str, address: str, status: int) -> bool:
    """Does this only say that the page itself answered with ``status``?"""
    return said == f"{status}: {address}" or (said.startswith("console: Failed to load") and f"({address})" in said)


def sideways(page) -> list[str]:
    overflow = page.evaluate(SIDEWAYS)
    return [f"scrolls sideways by {overflow} px"] if overflow else []


def barriers(page) -> list[str]:
    """Return what axe-core finds against WCAG 2.2 AA: the rule, and the first element that breaks it."""
    found = Axe().run(page, options=AXE_OPTIONS).response["violations"]
    return [f"axe {rule['id']}: {rule['help']}: {rule['nodes'][0]['html']}" for rule in found]
