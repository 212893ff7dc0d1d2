"""How a pack says things, line by line: the same on its page and in its Word document.

Everything here takes parts of the document of ``contents``, as JSON reads it again, and gives words.
"""

from collections.abc import Iterator
from datetime import date, datetime

from ledger.clock import moment_in_words
from priorities.verdicts import long_day

NO_INDICATORS = "No indicator is named for the outcomes that these promises serve."
NOT_COMPARED = "There is nothing on record to compare it with."
NO_QUESTIONS = "No question on these promises or their indicators is open."
DRAFT = "Draft: numbers can still change."
MARKS = {
    "off-track": "off track",
    "at-risk": "at risk",
    "overdue": "overdue",
    "moved": "its date moved",
    "quiet": "gone quiet",
}
LISTS_GO_ON = (
    "The addresses lead to lists as at this day that include what was written down about it later, and to questions as "
    "they stand now: these can show other numbers than this pack."
)
EXAMPLE = "Example, made up to show how the portal works"


def day_of(iso: str | None) -> str:
    """A day as people write it; nothing where there is none."""
    return long_day(date.fromisoformat(iso)) if iso else ""


# The whole pack


def subject(document: dict) -> str:
    return f"{document['scope']['name']}, as at {day_of(document['day'])}"


def state(document: dict) -> str:
    """Whether it is final, and since when, or a draft."""
    final = document.get("final")
    return f"Final: marked so on {known(document)} by {final['prepared_as']}." if final else DRAFT


def known(document: dict) -> str:
    return moment_in_words(datetime.fromisoformat(document["final"]["known_at"]))


def opening(document: dict, sha256: str) -> Iterator[str]:
    """What it is about, as at which day, counted from when, and whether it can still change."""
    yield f"{document['scope']['name']}. As at the end of {day_of(document['day'])}."
    yield since(document)
    yield state(document)
    if document.get("final"):
        yield f"Why it was marked final: {document['final']['reason']}"
        yield f"Only what was on record by {known(document)} counts. SHA-256: {sha256}"
        yield LISTS_GO_ON


def since(document: dict) -> str:
    """From when changes count; a pack that was kept long ago may name the meeting, and have no sentence yet."""
    counted = document["since"]
    if counted is None:
        return "No earlier meeting is on record: what changed is counted from the beginning."
    return counted.get("sentence") or f"What changed is counted since {counted['name']}."


def running_title(document: dict) -> str:
    return f"{document['title']}, as at {day_of(document['day'])}"


def foot(document: dict, sha256: str) -> str:
    """What stands at the foot of every page, before its number."""
    if not document.get("final"):
        return f"As at {day_of(document['day'])}. {DRAFT}"
    return f"As at {day_of(document['day'])}, known at {known(document)}. Final. SHA-256 {sha256[:16]}…"


BY_STATUS, IN_NUMBERS = "By status", "In numbers"


def contents_of(document: dict) -> Iterator[tuple[int, str, str]]:
    """The contents: for every heading its level, its words and its anchor."""
    parts = {
        "summary": summary_parts(document["summary"]),
        "exceptions": document["exceptions"],
        "coming": document["coming"],
        "portfolios": document["portfolios"],
    }
    for chapter in document["chapters"]:
        number, key = chapter["number"], chapter["key"]
        yield 1, f"{number} {chapter['title']}", f"chapter-{number}"
        for place, part in enumerate(parts.get(key, []), 1):
            yield 2, part_heading(number, place, part), f"part-{number}-{place}"
        if key == "questions":
            for each in document["questions"]:
                yield 2, question_heading(each), f"question-{each['number']}"


def summary_parts(summary: dict) -> list[dict]:
    """The parts of the summary, each with its title."""
    return [{"title": BY_STATUS}] * bool(summary["tally"]) + [{"title": IN_NUMBERS}]


def question_heading(question: dict) -> str:
    return f"Question {question['number']}: {question['on']}"


def part_heading(chapter: int, place: int, part: dict) -> str:
    """The numbered heading of a part, with how many it counts where it counts something."""
    count = f" ({part['count']:,})" if "count" in part else ""
    return f"{chapter}.{place} {part['title']}{count}"


# Exceptions, and promises in lists


def of_group(group: dict) -> str:
    """What a group counts, how many of it are told elsewhere, and what it leaves out."""
    if not group["count"]:
        return " ".join(filter(None, [group["empty"], group.get("said", "")]))
    return " ".join(filter(None, [group["rule"], group.get("said", ""), _told_above(group)]))


def _told_above(group: dict) -> str:
    above, told = group.get("told_above", 0), len(group["promises"])
    if above:
        return f"{above:,} of these {group['count']:,} {'is' if above == 1 else 'are'} told above, and not once more."
    if not told:
        return "They are not listed here: see the list."
    return ""


def where(promise: dict) -> str:
    """Where it stands in which plan."""
    return ". ".join(filter(None, [promise["plan"], promise["outcome"], promise["priority"]]))


def marks(promise: dict) -> Iterator[str]:
    """What else holds for a promise beside its status and its date, and which open questions are on it."""
    kinds = [MARKS[each] for each in promise["kinds"] if each in ("moved", "quiet")]
    if kinds:
        yield f"{_upper(', '.join(kinds))}."
    yield from _asked(promise)
    if promise["example"]:
        yield f"{EXAMPLE}."


def _asked(promise: dict) -> Iterator[str]:
    if promise["questions"]:
        numbers = ", ".join(str(each) for each in promise["questions"])
        yield f"Open question{'s' if len(promise['questions']) > 1 else ''} {numbers}."


def when(promise: dict) -> Iterator[str]:
    """Its date as published and as read, what the calendar says, and what was promised first."""
    yield promise["timescale"] or "No timescale."
    if promise["due"]:
        yield f"Due {day_of(promise['due'])}."
    yield f"{_upper(promise['calendar'])}."
    first = promise.get("first_timescale", "")
    if first and first != promise["timescale"]:
        yield f"First promised: {first}."
    if promise.get("expected"):
        yield f"{_upper(promise['expected'])}."


def stands(promise: dict) -> Iterator[str]:
    """What its latest report says, and when it was made."""
    as_of = f", as at {day_of(promise['as_of'])}" if promise["as_of"] else ""
    yield f"{promise['label']}{as_of}."
    yield from marks(promise)


def causes(promise: dict) -> Iterator[tuple[str, str]]:
    """What its latest report says of cause, action and next step, each with its label."""
    as_of = f", as at {day_of(promise['as_of'])}" if promise["as_of"] else ""
    yield "Status", f"{promise['label']}{as_of}. {promise['confirmed']}."
    said = [("Cause", "cause"), ("Action", "action"), ("Next step", "next_step")]
    given = [(label, promise[name]) for label, name in said if promise[name]]
    if given:
        yield from given
    elif promise["commentary"]:
        yield "Commentary", promise["commentary"]
    else:
        yield "Cause", "none is given."
    if promise["disagreement"]:
        yield "Note", promise["disagreement"]


def in_brackets(promise: dict) -> str:
    """How a promise stands, in a few words: "off track, overdue by 12 days"."""
    kinds = [MARKS[each] for each in promise["kinds"] if each != "overdue"]
    return ", ".join([*kinds, promise["calendar"]])


# Dates that moved


def how_moved(move: dict) -> Iterator[str]:
    yield f"“{move['from']}” became “{move['to']}”: {move['how_far']}."
    if move["from_day"] and move["to_day"]:
        yield f"Its last day was {day_of(move['from_day'])}, and is now {day_of(move['to_day'])}."
    if move["first"] != move["from"]:
        yield f"First promised: “{move['first']}”."
    yield f"It took effect on {day_of(move['on'])}."
    if move["carried_into"]:
        yield f"Carried into {move['carried_into']}."


def why_moved(move: dict) -> Iterator[str]:
    yield move["reason"] or "No reason is on record."
    if move["approved_by"]:
        yield f"Approved by: {move['approved_by']}."
    yield f"Decision: {'' if move['decision'] else 'none is linked.'}"


# Indicators and questions


def latest(indicator: dict) -> Iterator[str]:
    """Its latest value and period, and which later periods have none, and why."""
    provisional = " (provisional)" if indicator["provisional"] else ""
    yield (
        f"{indicator['value']}, {indicator['period']}{provisional}." if indicator["value"] else "No value is published."
    )
    for each in indicator["missing"]:
        yield f"{each['period']}: no value. {each['reason']}"


def compared(indicator: dict) -> Iterator[str]:
    """Against the period before, the same period last year, and elsewhere, each with its source; and its target."""
    if not indicator["compared"] and not indicator["target"]:
        yield NOT_COMPARED
    for each in indicator["compared"]:
        source = f" Source: {each['source'].removesuffix('.')}." if each["source"] else ""
        where = "" if each["against"] in each["label"] else f"Against {each['against']}: "
        yield f"{where}{_lower(each['label']) if where else each['label']}. {each['words']}{source}"
    if indicator["target"]:
        yield f"Target: {indicator['target']}"


def questions_sentence(questions: list[dict]) -> str:
    if not questions:
        return NO_QUESTIONS
    overdue = sum(each["overdue"] for each in questions)
    private = sum(not each["public"] for each in questions)
    count = "1 question is open" if len(questions) == 1 else f"{len(questions):,} questions are open"
    late = f"; {overdue:,} {'waits' if overdue == 1 else 'wait'} for an answer that is overdue" if overdue else ""
    kept = f"; {private:,} {'is' if private == 1 else 'are'} private" if private else ""
    return f"{count}{late}{kept}."


def of_question(question: dict) -> Iterator[str]:
    """Who asked when, whether its answer is overdue, who reads it, and what was answered."""
    late = " The answer is overdue." if question["overdue"] else ""
    yield (
        f"Asked by {question['asked_as']} on {day_of(question['asked_on'])}. Answer due "
        f"{day_of(question['due'])}. {question['label']}.{late}"
    )
    yield f"{question['who_reads']}{f' {EXAMPLE}.' if question['example'] else ''}"
    for answer in question["answers"]:
        yield f"Answered by {answer['answered_as']} on {day_of(answer['answered_on'])}: {answer['text']}"
        if answer["not_enough"]:
            yield f"Not enough, says who asked: {answer['not_enough']}"
        elif answer["who_reads"]:
            yield answer["who_reads"]


def _upper(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"


def _lower(words: str) -> str:
    return f"{words[:1].lower()}{words[1:]}"
