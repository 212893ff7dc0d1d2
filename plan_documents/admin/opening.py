"""How a review opens: what the import would do, what the plan would be called, and what is refused. Values only."""

from datetime import date
from typing import Any

from ledger.writing import long_day

from .shown import ALL, counted, standing


def refused_shown(account: dict[str, Any], show: str) -> tuple[list[dict], list[dict]]:
    """What is refused for want of a reason, and what is refused whatever is given; each with the way to its line."""
    way = "#" if show == ALL else "?#"
    names = [document["name"] for document in account.get("documents", [])]
    told = [
        each
        | {
            "address": f"{way}line-{each['document']}-{each['position']}",
            "name": names[each["document"]] if names[1:] else "",
        }
        for each in account.get("refused", [])
    ]
    return [each for each in told if each["needs_reason"]], [each for each in told if not each["needs_reason"]]


def sentences_of(refused: list[dict]) -> tuple[str, str]:
    """How many lack a reason, and how many cannot be written whatever is given; empty where none."""
    reasons = sum(each["needs_reason"] for each in refused)
    others = [each for each in refused if not each["needs_reason"]]
    needed = f"A reason is needed for {reasons} of them: give it below." if reasons else ""
    if not others:
        return needed, ""
    said = others[0]["said"] if len(others) == 1 else "each is named below."
    return needed, f"{counted(len(others), 'line')} cannot be written: {said}"


def opening(account: dict[str, Any], state: str) -> str:
    """How a review begins: what it would do, and what is refused."""
    return " ".join(filter(None, [standing(account, state), *sentences_of(account.get("refused", []))]))


def new_plan(account: dict[str, Any]) -> tuple[str, list[str]]:
    """What a new plan would be called and when it runs, and what to check of that; empty where it is on record."""
    plan = account.get("plan")
    if not plan:
        return "", []
    days = [
        f"{word} {long_day(date.fromisoformat(plan[name]))}"
        for word, name in (("from", "starts_on"), ("to", "ends_on"))
        if plan[name]
    ]
    runs = f" and run {' '.join(days)}" if days else ""
    checks = [] if plan["is_said"] else ["the title is made from the address, for the documents give none."]
    missing = [word for word, name in (("first", "starts_on"), ("last", "ends_on")) if not plan[name]]
    if missing:
        checks.append(f"no {' or '.join(missing)} day is known.")
    return f"The plan would be called “{plan['title']}”{runs}.", checks
