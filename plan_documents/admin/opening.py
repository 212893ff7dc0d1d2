"""How a review opens: what the import would do, what the plan would be called, and what is refused. Values only."""

from datetime import date
from typing import Any

from ledger.writing import long_day

from .shown import ALL, counted, standing

PUBLIC = "Residents read this plan: what you apply is public at once."


def refused_shown(account: dict[str, Any], show: str) -> dict[str, list[dict]]:
    """What is refused, by what it wants, each with the way to its line.

    ``lacking`` wants a reason, ``days`` another day, and ``never`` is refused whatever is given.
    """
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
    return {
        "lacking": [each for each in told if each["needs_reason"]],
        "days": [each for each in told if each.get("needs_day")],
        "never": [each for each in told if _is_never(each)],
    }


def _is_never(refusal: dict) -> bool:
    return not refusal["needs_reason"] and not refusal.get("needs_day")


def cannot_be_written(refused: list[dict]) -> str:
    """How many lines are refused whatever is given, and why where it is one; empty where none is."""
    never = [each for each in refused if _is_never(each)]
    if not never:
        return ""
    said = never[0]["said"] if len(never) == 1 else "each is named below."
    return f"{counted(len(never), 'line')} cannot be written: {said}"


def opening(account: dict[str, Any], state: str) -> str:
    """How a review begins: who reads the plan, what the import would do, and what is refused."""
    refused = account.get("refused", [])
    reasons, days = (sum(bool(each.get(name)) for each in refused) for name in ("needs_reason", "needs_day"))
    said = [
        PUBLIC if account.get("public") else "",
        standing(account, state),
        f"A reason is needed for {reasons} of them: give it below." if reasons else "",
        f"{counted(days, 'line')} cannot take effect on the day that is given: give another one below." if days else "",
        cannot_be_written(refused),
    ]
    return " ".join(filter(None, said))


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
