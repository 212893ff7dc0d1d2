"""Working a page by keyboard alone."""

MOST_STEPS = 400
IS_FOCUSED = "found => found.includes(document.activeElement)"


def go_to(page, selector: str, key: str = "Tab") -> None:
    """Move on by keyboard until this has the focus: what the keyboard does not reach is not there."""
    wanted = page.locator(selector)
    for _ in range(MOST_STEPS):
        if wanted.evaluate_all(IS_FOCUSED):
            return
        page.keyboard.press(key)
    raise AssertionError(f"The keyboard does not reach {selector}")


def press(page, key: str) -> None:
    """Press a key that leads to another page."""
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press(key)


def follow(page, selector: str) -> None:
    """Go there and press Enter, which leads to another page."""
    go_to(page, selector)
    press(page, "Enter")


def write(page, selector: str, text: str) -> None:
    go_to(page, selector)
    page.keyboard.type(text)


def choose_file(page, selector: str, file) -> None:
    go_to(page, selector)
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Enter")
    chooser.value.set_files(file)
