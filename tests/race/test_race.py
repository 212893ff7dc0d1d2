"""No update is lost, whoever saves at the same moment by whichever way; who was second is told and loses nothing."""

from dataclasses import asdict

import pytest
import racing

CLIENTS, ROUNDS = 12, 15
ANSWERS = {"", "200", "302", "EditedMeanwhile", "PlanDocumentError"}

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def rounds():
    """What came of each round."""
    return [asdict(each) for each in racing.race(CLIENTS, ROUNDS)]


def test_nothing_is_lost_when_officers_save_at_the_same_moment(rounds):
    assert [problems_of(each) for each in rounds] == [[]] * ROUNDS


def problems_of(each: dict) -> list[str]:
    """What is wrong with a round, in sentences."""
    saves = each["saves"]
    won, lost = [save for save in saves if save["won"]], [save for save in saves if not save["won"]]
    first = {save["name"] for save in won}
    told = {
        f"{len(saves)} saves came back": len(saves) == CLIENTS,
        f"{len(each['written'])} versions for {len(won)} winners": len(each["written"]) == len(won) > 0,
        "the versions are not the winners'": sorted(each["written"]) == sorted(save["text"] for save in won),
        "the last version does not stand": each["stands"] == each["written"][-1],
        "two who had opened the same both won": sum(save["way"] != "import" for save in won) <= 1,
        "a loser's typing is gone": all(save["keeps_typing"] for save in lost),
        "an answer is an error": not {save["answer"] for save in saves} - ANSWERS,
    }
    unnamed = [f"{save['name']} is told of “{save['names']}”" for save in lost if save["names"] not in first]
    return [problem for problem, fine in told.items() if not fine] + unnamed
