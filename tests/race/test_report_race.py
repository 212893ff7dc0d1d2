"""Whoever writes, signs off or returns one report at the same moment: one wins, and the others lose nothing."""

from dataclasses import asdict

import pytest
import racing_reports

CLIENTS, ROUNDS = 12, 6
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def rounds():
    """What came of each round."""
    return [asdict(each) for each in racing_reports.race(CLIENTS, ROUNDS)]


def test_one_wins_and_nobody_loses_a_word(rounds):
    assert [problems_of(each) for each in rounds] == [[]] * ROUNDS


def problems_of(each: dict) -> list[str]:
    """What is wrong with a round, in sentences."""
    won = [sent for sent in each["sent"] if sent["status"] == 302]
    lost = [sent for sent in each["sent"] if sent["status"] != 302]
    told = {
        f"{len(each['sent'])} forms came back": len(each["sent"]) == CLIENTS,
        f"{len(won)} won": len(won) == 1,
        f"{each['versions']} was written by {won}": len(each["versions"]) == 1,
        "a loser's typing is gone": all(sent["keeps_typing"] for sent in lost),
        f"answers {sorted(sent['status'] for sent in lost)}": {sent["status"] for sent in lost} == {200},
    }
    return [problem for problem, fine in told.items() if not fine]
