"""How promises, progress and the people who answer for them are told when they change."""

import re

from ledger.changes.described import Described, Field, Row, Said, Step
from ledger.changes.wording import unstopped
from ledger.writing import long_day

WHO_ANSWERS = "Who answers"
IN_TROUBLE = ("at-risk", "off-track")


def is_published(update: Row) -> bool:
    """A report that describes a day to come is not shown until then."""
    return update["state"] == "published" and update["as_of"] <= update["effective_on"]


def tell_promise(step: Step) -> list[Said] | None:
    """A new promise is told with its date."""
    if step.before or not step.after["timescale_text"]:
        return None
    return [Said("added", f"Promise added: {unstopped(step.after['timescale_text'])}")]


def tell_update(step: Step) -> list[Said] | None:
    """A report is told against the one before it; what was put right in it later, field by field."""
    if step.before and step.after:
        return None
    if step.after is None:
        return [Said("removed", f"Report as at {long_day(step.before['as_of'])} taken back")]
    return [Said("status", _turn(step), quote=_quote(step.after))]


def _quote(report: Row) -> str:
    """What a report says first: of a promise in trouble the cause and the next step, of any other its commentary."""
    why = [first_sentence(report[name]) for name in ("cause", "next_step")] if report["status"] in IN_TROUBLE else []
    told = [f"{label}: {said}" for label, said in zip(("Cause", "Next step"), why, strict=False) if said]
    return " ".join(told) or first_sentence(report["commentary"])


def _turn(step: Step) -> str:
    report = step.after
    earlier = [each for each in step.beside if (each["as_of"], each["id"]) < (report["as_of"], report["id"])]
    latest = max(earlier, key=lambda each: (each["as_of"], each["id"]), default=None)
    now = step.label(report, "status")
    if latest is None:
        words = f"First report: {now}"
    elif latest["status"] != report["status"]:
        words = f"Status: {step.label(latest, 'status')} → {now}"
    else:
        words = f"Confirmed: still {now[:1].lower()}{now[1:]}"
    expected = report["forecast_on"]
    if not expected or (latest and latest["forecast_on"] == expected):
        return words
    return f"{words}, {'was' if expected < report['as_of'] else 'now'} expected on {long_day(expected)}"


def first_sentence(text: str) -> str:
    """What a text opens with, up to the end of its first sentence or line."""
    return re.split(r"(?<=[.!?])\s|\n", text.strip(), maxsplit=1)[0]


def tell_appointment(step: Step) -> list[Said] | None:
    """Who took over from whom; one entry where one leaves on the day the other comes."""
    before, after = step.before, step.after
    if after is None:
        return [Said("holder", f"The appointment of {step.name(before, 'councillor')} was removed from the record")]
    who = step.name(after, "councillor")
    if before is None:
        return [Said("holder", _taken_over(step, who))]
    if before["ends_on"] is None and after["ends_on"] is not None:
        return _left(step, who)
    return None


def _taken_over(step: Step, who: str) -> str:
    own = step.after
    if own["starts_on"] > step.day:
        return f"{who} is to take over on {long_day(own['starts_on'])}"
    left = [each for each in step.beside if each["ends_on"] == own["starts_on"] and not _same_person(each, own)]
    if left:
        return f"Handed over from {' and '.join(step.name(each, 'councillor') for each in left)} to {who}"
    if any(_same_person(each, own) and each["ends_on"] == own["starts_on"] for each in step.beside):
        return f"{who} goes on holding it"
    if any(_holds(each, own["starts_on"]) for each in step.beside):
        return f"{who} holds it as well"
    return f"{who} took over"


def _left(step: Step, who: str) -> list[Said]:
    """Nothing where somebody takes over on that day: that tells of both."""
    day = step.after["ends_on"]
    if any(each["starts_on"] == day and each["effective_on"] == step.day for each in step.beside):
        return []
    if any(_holds(each, day) for each in step.beside):
        return [Said("holder", f"{who} no longer holds it")]
    return [Said("holder", f"Nobody is on record as holding it since {long_day(day)}; until then it was {who}")]


def _same_person(one: Row, other: Row) -> bool:
    return one["councillor_id"] == other["councillor_id"]


def _holds(appointment: Row, day) -> bool:
    return appointment["starts_on"] <= day and (appointment["ends_on"] is None or appointment["ends_on"] > day)


def tell_succession(step: Step) -> list[Said]:
    """What becomes of a promise in the plan that replaces its own."""
    row = step.after or step.before
    into = step.name(row, "later") or step.name(row, "later_priority")
    words = f"{step.label(row, 'how')} in the {step.name(row, 'plan')}{': ' if into else ''}{into}"
    if step.after is None:
        return [Said("removed", f"No longer marked as: {words}")]
    return [Said(row["how"] if step.before is None else "other", words, quote=row["reason"])]


def shown_portfolios() -> set:
    from .models import Portfolio

    return set(Portfolio.objects.published().values_list("pk", flat=True))


def shown_councillors() -> set:
    from .models import Councillor

    return set(Councillor.objects.published().values_list("pk", flat=True))


TOLD = {
    "PriorityAction": Described(
        "priority",
        "title",
        fields={
            "title": Field("Title"),
            "action": Field("What will be done"),
            "number": Field("Number", "other"),
            "portfolio": Field("Portfolio", "holder"),
            "published_holder": Field("Named holder", "holder"),
            "holder_as_published": Field("Holder as printed", "holder"),
        },
        owners=("plan_outcome", "plan"),
        facets={"priority": "id", "portfolio": "portfolio"},
        few=True,
        counted=("priority", "priorities"),
    ),
    "Deliverable": Described(
        "promise",
        "text",
        fields={
            "text": Field("Wording"),
            "timescale_text": Field("Date", "moved", ends="timescale_end"),
            "priority": Field("Priority", "other"),
            "status_as_published": Field("Status as printed", "status"),
            "owner_as_published": Field("Directorate role", "holder"),
            "expected_result": Field("What residents will see"),
        },
        owners=("priority",),
        facets={"promise": "id"},
        tell=tell_promise,
        counted=("promise", "promises"),
        heads="parent",
    ),
    "DeliverablePlace": Described(
        "place",
        "place",
        owners=("deliverable",),
        facets={"place": "place"},
        lends_to="deliverable",
        of_owner=True,
        with_owner=True,
    ),
    "EvidenceLink": Described(
        "link to evidence",
        "title",
        fields={
            "title": Field("Title of the evidence"),
            "url": Field("Address of the evidence", "link"),
            "shown_on": Field("Day of the evidence", "moved"),
        },
        owners=("deliverable",),
        of_owner=True,
    ),
    "ProgressUpdate": Described(
        "report",
        fields={
            "status": Field("Status", "status"),
            "as_of": Field("Day of the report", "moved"),
            "forecast_on": Field("Day now expected", "moved"),
            "commentary": Field("Commentary"),
            "cause": Field("Cause"),
            "action": Field("What is being done about it"),
            "next_step": Field("Next step"),
            "evidence": Field("Evidence", "link"),
            "decision_url": Field("Link to the decision", "link"),
        },
        owners=("deliverable",),
        public=is_published,
        tell=tell_update,
        also=("state", "kind"),
        series="deliverable",
        of_owner=True,
    ),
    "Succession": Described(
        "mark",
        fields={},
        owners=("earlier", "plan"),
        tell=tell_succession,
        also=("how", "later", "later_priority", "reason"),
        of_owner=True,
        few=True,
    ),
    "Portfolio": Described(
        "portfolio",
        "name",
        fields={"name": Field("Name")},
        facets={"portfolio": "id"},
        heading=WHO_ANSWERS,
        shown=shown_portfolios,
        few=True,
        additions=False,
    ),
    "Councillor": Described(
        "councillor",
        "name",
        fields={"name": Field("Name"), "ward": Field("Ward", "other")},
        heading=WHO_ANSWERS,
        shown=shown_councillors,
        few=True,
        additions=False,
    ),
    "Appointment": Described(
        "appointment",
        "councillor",
        fields={
            "role": Field("Role", "holder"),
            "starts_on": Field("First day", "moved"),
            "ends_on": Field("Last day", "moved"),
            "note": Field("How sure the days are", "other"),
            "source": Field("Source", "link"),
        },
        owners=("portfolio",),
        tell=tell_appointment,
        series="portfolio",
        ends="ends_on",
        of_owner=True,
        few=True,
    ),
}
