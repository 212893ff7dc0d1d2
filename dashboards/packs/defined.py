"""What the words of a pack mean: the definitions of what it counts, once each."""

from collections.abc import Iterable
from datetime import date

from dashboards.facts import Fact
from dashboards.meetings import Since
from dashboards.members import KEYS, standing_of_facts
from dashboards.telling import TITLES, rule_of
from priorities.definitions import EXAMPLE, LATEST, PROMISE, of_status
from priorities.standing import NONE_SLUG


def definitions(known: Iterable[Fact], since: Since | None, day: date) -> list[dict]:
    """Promise and report, every status that occurs, every kind that is counted, and what an example is."""
    standing = standing_of_facts(known, day)
    statuses = [of_status(status or NONE_SLUG) for status, _ in standing.in_order()]
    kinds = [(TITLES[key], rule_of(key, since)) for key in KEYS if key not in ("off-track", "at-risk")]
    return [
        {"term": term, "rule": rule}
        for term, rule in [
            ("Promise", PROMISE),
            ("Latest report", LATEST),
            *((each.term, each.rule) for each in statuses),
            *kinds,
            *([("Example", EXAMPLE)] if standing.examples else []),
        ]
    ]
