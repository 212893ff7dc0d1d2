"""Who presses the same button of a page at the same moment: one wins, and the others are told and lose nothing."""

from dataclasses import asdict

import pytest
import racing_drafts
import racing_pages

CLIENTS = 12
pytestmark = pytest.mark.django_db(transaction=True)

TYPE_NOTHING = {
    "AnsweringReports": {0},
    "Confirming": {0, 1},
    "ConfirmingMany": {0, 1},
    "Publishing": {0},
    "EndingALink": {0, 1},
}
"""The officers who type nothing on a page, by their number's remainder of two."""
WINNERS = {"MakingLinks": CLIENTS}
"""How many presses are written, where it is not one."""
REFUSED = {"DecidingOnAReport": {409, 410}, "DecidingOnAPlan": {409}}
"""What a loser's page may answer, where it is not the page again."""


@pytest.fixture(params=[racing_pages, racing_drafts], ids=["public", "drafts"])
def raced(request):
    """The pages, and what came of each."""
    return request.param.PAGES, [asdict(each) for each in request.param.race(CLIENTS)]


def test_one_press_of_each_page_is_written_and_the_ledger_is_whole(raced):
    pages, rounds = raced
    assert {each["page"]: problems_of(each) for each in rounds} == {page.__name__: [] for page in pages}


def problems_of(each: dict) -> list[str]:
    """What is wrong with a round, in sentences."""
    won = [sent for sent in each["sent"] if sent["status"] in (302, 303)]
    lost = [sent for sent in each["sent"] if sent not in won]
    typed = [sent for sent in lost if int(sent["name"][-1]) % 2 not in TYPE_NOTHING.get(each["page"], ())]
    answers, written = {sent["status"] for sent in lost}, sorted(each["written"])
    told = {
        f"{len(each['sent'])} presses came back": len(each["sent"]) == CLIENTS,
        f"{len(won)} won": len(won) == WINNERS.get(each["page"], 1),
        f"losers are answered {answers}": answers <= REFUSED.get(each["page"], {200}),
        f"{each['written']} was written by {won}": written
        in [sorted(sent[what] for sent in won) for what in ("text", "name")],
        "a loser's typing is gone": all(sent["keeps_typing"] for sent in typed),
        "a loser is not told why": all(sent["says"] for sent in lost),
        f"the ledger: {each['faults']}": each["faults"] == [],
    }
    return [problem for problem, fine in told.items() if not fine]
