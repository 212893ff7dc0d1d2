"""Was what a form sent saved? Read from the answer alone. Pure, and so are the rules on which addresses are forms."""

from collections.abc import Collection

from django.contrib.messages import SUCCESS, WARNING

NEVER = {"index", "login", "logout", "jsi18n", "autocomplete", "view_on_site", "app_list"}
NEVER_ENDING = ("_changelist", "_history", "_simple_history")


def is_form(url_name: str | None) -> bool:
    """Whether an address of the desk may hold a form whose text is kept: no list, no history, no passwords."""
    return (
        bool(url_name) and url_name not in NEVER and "password" not in url_name and not url_name.endswith(NEVER_ENDING)
    )


def was_saved(
    status: int, content_type: str = "text/html", *, levels: Collection[int] = (), to_sign_in=False, closes_window=False
) -> bool | None:
    """What an answer to a form says: True where it was saved, False where not, None where nobody can tell.

    A form that comes back was not saved; one that leads elsewhere was, unless all that it says is a warning.
    ``levels`` are those of the messages it leaves; ``closes_window`` is how a window for a related record ends.
    """
    if status >= 400 or to_sign_in:
        return False
    if 300 <= status < 400:
        return not levels or SUCCESS in levels or max(levels) < WARNING
    if closes_window:
        return True
    return False if content_type.startswith("text/html") else None
