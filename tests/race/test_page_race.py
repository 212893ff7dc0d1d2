"""Who presses the same button of a page at the same moment: one wins, and the others are told and lose nothing."""

from dataclasses import asdict

import pytest
import racing_pages
from django.db import connection
from on_a_file import raced_on_a_file

CLIENTS = 12
ON_SQLITE = connection.vendor == "sqlite"
pytestmark = [] if ON_SQLITE else pytest.mark.django_db(transaction=True)

TYPE_NOTHING = {"AnsweringReports": {0}, "Confirming": {0, 1}, "ConfirmingMany": {0, 1}}
"""The officers who type nothing on a page, by their number's remainder of two."""


@pytest.fixture
def rounds(tmp_path, settings):
    """What came of each round; on SQLite in a file of its own, for threads cannot share the suite's memory."""
    settings.MEDIA_ROOT = tmp_path
    if ON_SQLITE:
        return raced_on_a_file(racing_pages.__file__, tmp_path)
    return [asdict(each) for each in racing_pages.race(CLIENTS)]


def test_one_press_of_each_page_is_written_and_the_ledger_is_whole(rounds):
    assert {each["page"]: problems_of(each) for each in rounds} == {page.__name__: [] for page in racing_pages.PAGES}


def problems_of(each: dict) -> list[str]:
    """What is wrong with a round, in sentences."""
    won = [sent for sent in each["sent"] if sent["status"] == 302]
    lost = [sent for sent in each["sent"] if sent["status"] != 302]
    typed = [sent for sent in lost if int(sent["name"][-1]) % 2 not in TYPE_NOTHING.get(each["page"], ())]
    told = {
        f"{len(each['sent'])} presses came back": len(each["sent"]) == CLIENTS,
        f"{len(won)} won": len(won) == 1,
        f"answers {sorted(sent['status'] for sent in lost)}": {sent["status"] for sent in lost} == {200},
        f"{each['written']} was written by {won}": each["written"] in [[sent["text"]] for sent in won]
        or each["written"] in [[sent["name"]] for sent in won],
        "a loser's typing is gone": all(sent["keeps_typing"] for sent in typed),
        "a loser is not told why": all(sent["says"] for sent in lost),
        f"the ledger: {each['faults']}": each["faults"] == [],
    }
    return [problem for problem, fine in told.items() if not fine]
