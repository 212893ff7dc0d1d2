"""My desk: what waits for the person who signed in, gathered from every room that this person works in.

Each tray is gathered by a function of its own in ``desk.trays``, from the person, the moment and how many things it
shows at most.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone

from desk.trays.files import (
    last_imports,
    last_spreadsheets,
    spreadsheets_to_bring_in,
    to_review,
    typed_and_not_saved,
)
from desk.trays.gathering import MOST_ON_A_PAGE
from desk.trays.promises import to_answer, to_make_public, to_report, to_sign_off
from desk.trays.publishing import decided_by_link, held_for_election, not_published, to_be_published
from desk.trays.stories import consent_ends, stories_to_publish, to_moderate
from desk.trays.tray import Tray, sentence
from priorities import officers

TOOLS = [
    ("Bring a plan document in", "plan_documents_importrun_add", ["plan_documents.add_importrun"]),
    (
        "Reshuffle portfolios",
        "priorities_appointment_reshuffle",
        ["priorities.add_appointment", "priorities.change_appointment"],
    ),
    (
        "Start next year's plan",
        "priorities_succession_roll_forwards",
        ["outcomes.add_plan", "priorities.add_succession"],
    ),
    ("Held back for an election", "outcomes_electionperiod_held_back", ["outcomes.release_held"]),
]
"""Pages that belong to no single record: what they are called, their address and the permissions they ask for."""
TRAYS: list[Callable[[Any, datetime], Tray | None]] = [
    to_report,
    to_sign_off,
    to_answer,
    to_make_public,
    to_moderate,
    stories_to_publish,
    typed_and_not_saved,
    not_published,
    held_for_election,
    to_review,
    spreadsheets_to_bring_in,
    consent_ends,
    to_be_published,
    decided_by_link,
    last_imports,
    last_spreadsheets,
]
"""In the order in which they stand on the page."""
WHOLE: dict[str, Callable[..., Tray | None]] = {
    "not-published": not_published,
    "spreadsheets": spreadsheets_to_bring_in,
    "consent": consent_ends,
    "decided": decided_by_link,
    "last-imports": last_imports,
    "last-spreadsheets": last_spreadsheets,
}
"""The trays that no list of one kind of record holds: each has a page of its own, under this name."""


def my_desk(user: Any) -> dict[str, Any]:
    """What the page shows, empty trays left out: a sentence, notes, what waits, and what is good to know."""
    now = timezone.now()
    trays = [tray for gather in TRAYS if (tray := gather(user, now)) and tray.count]
    return {
        "standing": sentence(trays),
        "notes": list(_notes(user)),
        "waiting": [tray for tray in trays if tray.waits],
        "known": [tray for tray in trays if not tray.waits],
        "tools": [(words, reverse(f"admin:{name}")) for words, name, needs in TOOLS if user.has_perms(needs)],
    }


def _notes(user: Any) -> Iterable[str]:
    if officers.reports(user) and not officers.signs_off(user) and officers.directorate_of(user) is None:
        yield officers.NO_OFFICER


def whole_tray(name: str, user: Any) -> Tray | None:
    """All of one tray, as far as this person may see it; None where there is no such tray for them."""
    gather = WHOLE.get(name)
    return gather and gather(user, timezone.now(), MOST_ON_A_PAGE)
