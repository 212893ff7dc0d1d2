"""Working a page by keyboard alone."""

MOST_STEPS = 400
CHOSEN = "document.activeElement.selectedOptions[0].text.trim()"
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


def choose(page, selector: str, words: str) -> None:
    """Move down a list of choices to the one that begins so: typed letters find it only where they come fast enough."""
    go_to(page, selector)
    for _ in range(MOST_STEPS):
        if page.evaluate(CHOSEN).startswith(words):
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"Nothing to choose in {selector} begins with {words}")


def choose_file(page, selector: str, file) -> None:
    go_to(page, selector)
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Enter")
    chooser.value.set_files(file)
