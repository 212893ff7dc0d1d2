"""Working a page by keyboard alone."""

from problems import barriers, sideways

MOST_STEPS = 200
IS_FOCUSED = "selector => document.activeElement.matches(selector)"


def press(page, key: str) -> None:
    """Press a key that leads to another page."""
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press(key)


def go_to(page, selector: str, key: str = "Tab") -> None:
    """Move on by keyboard until this has the focus."""
    for _ in range(MOST_STEPS):
        if page.evaluate(IS_FOCUSED, selector):
            return
        page.keyboard.press(key)
    raise AssertionError(f"The keyboard does not reach {selector}")


def problems_on(page) -> list[str]:
    """What is wrong by now. What axe itself does to the page, which the policy refuses, is not heard."""
    found = [*page.heard, *sideways(page), *barriers(page)]
    page.heard.clear()
    return found
