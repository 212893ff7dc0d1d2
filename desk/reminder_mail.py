"""The mail that reminds one person: its subject and its plain text. Values in, words out."""

from datetime import date
from textwrap import fill, shorten, wrap

from desk.reminders import GROUPS, Line, Promise
from priorities.verdicts import days, long_day

WIDTH, MOST, LONGEST_REMARK = 76, 20, 1000
"""The width of a line in signs, how many promises stand under one heading, and the signs of a remark."""
OPENING = "This is a reminder from the Kirklees promises portal."
TO_REPORT = "Each link leads straight to the form for a report."
TO_ASSIGN = "Each link leads to the page of the promise where a directorate is given."
TO_EITHER = (
    "Each link leads straight to the form for a report or, where nobody is reminded, to where a directorate is given."
)
CONFIRM = "If nothing has changed, say so: one press on “Confirmed, no change” is enough."
ASSIGN = (
    "Where there is nobody to remind, choose a directorate that has officers: it stands under “How it is going”. From "
    "then on they are reminded."
)
CLOSING = "You are told of each of these once; where no report follows, an approver is told, too."
PROMISES, REPORTS = "deliverable/?pk__in=", "progressupdate/?state__exact=awaiting&deliverable__in="
"""The lists of the desk, narrowed to promises by their keys and to the reports on them that await sign-off."""
A_LINK = 100
"""How many promises one address names: it is not to grow too long for a browser, or for a mail."""
COUNTED = {
    "unanswered": "without an answer",
    "waiting": "waiting for sign-off",
    "nobody": "with nobody to remind",
    "returned": "returned with a remark",
    "overdue": "overdue",
    "soon": "due soon",
    "quiet": "gone quiet",
}


def grouped(lines: list[Line]) -> dict[str, list[Line]]:
    """The lines under each heading that has any; the ones due first on top."""
    by_group = {group: [line for line in lines if line.group == group] for group in GROUPS}
    return {group: sorted(some, key=_first_due_first) for group, some in by_group.items() if some}


def subject_of(lines: list[Line]) -> str:
    """How many wait and why: "Kirklees promises: 1 overdue, 2 due soon"."""
    counts = ", ".join(f"{len(some)} {COUNTED[group]}" for group, some in grouped(lines).items())
    return f"Kirklees promises: {counts}"


def text_of(name: str, lines: list[Line], day: date, site: str) -> str:
    parts = [f"Hello {name},", fill(_opening(lines), WIDTH)]
    for group, some in grouped(lines).items():
        parts.append(fill(f"{GROUPS[group].upper()} ({len(some)})", WIDTH))
        parts += [_paragraph(line, day, site) for line in some[:MOST]]
        if len(some) > MOST:
            parts.append(_more(group, some[MOST:], site))
    return "\n\n".join([*parts, fill(_closing(lines), WIDTH), f"My desk: {site}/admin/"]) + "\n"


def _more(group: str, left: list[Line], site: str) -> str:
    """Lists of exactly what the mail does not name."""
    page = REPORTS if group == "waiting" else PROMISES
    keys = [",".join(str(line.promise.pk) for line in left[at : at + A_LINK]) for at in range(0, len(left), A_LINK)]
    return "\n".join([f"And {len(left)} more:", *(f"  {site}/admin/priorities/{page}{some}" for some in keys)])


def _opening(lines: list[Line]) -> str:
    unattended = {is_unattended(line) for line in lines}
    return f"{OPENING} {TO_EITHER if len(unattended) > 1 else TO_ASSIGN if True in unattended else TO_REPORT}"


def _closing(lines: list[Line]) -> str:
    """What can be done about the lines; of a promise that nobody reports on, that is no report."""
    confirm = any(can_be_confirmed(line.promise) for line in lines if not is_unattended(line))
    assign = any(is_unattended(line) for line in lines)
    return " ".join(filter(None, [confirm and CONFIRM, assign and ASSIGN, CLOSING]))


def is_unattended(line: Line) -> bool:
    return line.group == "nobody"


def can_be_confirmed(promise: Promise) -> bool:
    """“No change” is taken only where something was reported, and nothing is under way."""
    return promise.reported and not promise.open_state


def _paragraph(line: Line, day: date, site: str) -> str:
    promise = line.promise
    words = shorten(promise.text, 140, placeholder="…")
    page = "change" if is_unattended(line) else "update"
    return "\n".join(
        [
            fill(f"- {words}", WIDTH, subsequent_indent="  "),
            f"  {how_it_stands(promise, day)}",
            *_returned(promise),
            f"  {site}/admin/priorities/deliverable/{promise.pk}/{page}/",
        ]
    )


def _returned(promise: Promise) -> list[str]:
    """The remark with which a report on it was returned; a link in it stays in one piece, without a sign behind it."""
    if promise.returned is None:
        return []
    remark = shorten(promise.returned.remark, LONGEST_REMARK, placeholder="…")
    wrapped = wrap(remark, WIDTH - 2, break_long_words=False, break_on_hyphens=False)
    said = f"A report was returned on {long_day(promise.returned.day)}. Mend it and send it again:"
    return [f"  {line}" for line in (said, *wrapped)]


def how_it_stands(promise: Promise, day: date) -> str:
    """When it is due, and when anything was last said of it."""
    return " ".join(sentence for sentence in (_due(promise, day), _last(promise, day), _under_way(promise)) if sentence)


def _due(promise: Promise, day: date) -> str:
    if promise.due is None:
        return ""
    left = (promise.due - day).days
    when = "today" if left == 0 else f"in {days(left)}" if left > 0 else f"{days(-left)} ago"
    return f"{'Was due' if left < 0 else 'Due'} {long_day(promise.due)}, {when}."


def _last(promise: Promise, day: date) -> str:
    if not promise.reported:
        return "Never reported on."
    return f"Last confirmed {long_day(promise.silent_since)}, {days((day - promise.silent_since).days)} ago."


def _under_way(promise: Promise) -> str:
    if promise.open_state == "awaiting" and promise.open_since:
        return f"A report awaits sign-off since {long_day(promise.open_since)}."
    return "A draft is begun." if promise.open_state == "draft" else ""


def _first_due_first(line: Line) -> tuple:
    return (line.promise.due is None, line.promise.due, line.promise.silent_since, line.promise.pk)
