"""What is done with a question: who and what as arguments, all of it or nothing.

Each action takes the question as it was read, and returns it as it was written. Each raises a
:class:`~ledger.refusals.LedgerRefusal` where the question is not where the step begins, or somebody else was faster; a
``PermissionDenied`` where ``by`` may not take it; and a ``ValidationError`` where a value does not fit.
"""

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction

from dashboards.models import Answer, Question
from dashboards.questions import parties, steps
from dashboards.viewers import may_ask
from ledger import writing
from ledger.clock import today
from ledger.entries import Entry, entering
from ledger.reasons import fault_of_reason
from ledger.refusals import EditedMeanwhile, LedgerRefusal
from ledger.standstill import write_in_turn
from outcomes.indicator_views import published_indicators
from outcomes.models import Indicator
from priorities.models import Deliverable

NOT_PUBLIC = "Questions are asked on what residents can read: this is not published."
ASKED_ALREADY = "You asked this before, and it is still open: see your questions. Nothing was asked twice."
NOT_PUBLIC_NOW = (
    "Nothing was changed. What this question is on is not public any more, so nobody can agree now that residents may "
    "read it: agree once that is public again."
)
WITHOUT_TICK = f"{NOT_PUBLIC_NOW} You can send your answer without the tick."
GONE = "Somebody else deleted this question after you opened it."
SETTLED = "{latest}, after you opened it. {now} Nothing of yours was saved, and what can still be done stands below."
NO_ANSWER = "There is no answer yet for residents to read: answer first, then agree."
NOTHING_TO_KEEP = "Nothing here waits for the council’s yes or no: residents read only what both sides agreed to."
NEITHER_SIDE = (
    "Whether residents may read it is decided by who asked it, and by who signs reports off or looks after plans."
)


@transaction.atomic
def ask(about: Deliverable | Indicator, text: str, *, by: Any, agrees: bool = False, example: bool = False) -> Question:
    """Ask on a published promise or indicator; ``agrees``: the asker would let residents read it."""
    if not may_ask(by):
        raise PermissionDenied("Questions are asked by councillors: your account may not.")
    field = "deliverable" if isinstance(about, Deliverable) else "indicator"
    _take_turns(about)
    if not _is_public(about):
        raise LedgerRefusal(NOT_PUBLIC)
    mine = Question.objects.unsettled().filter(asked_by=by, text=text, **{field: about})
    if mine.exists():
        raise LedgerRefusal(ASKED_ALREADY, code="asked-already")
    question = Question(
        text=text,
        asked_by=by,
        asked_as=parties.asked_as(by),
        asked_on=today(),
        answer_due_on=due_from(today()),
        asker_agrees=agrees,
        is_example=example,
        **{field: about},
    )
    return _write(question, Entry(by=by))


@transaction.atomic
def answer(question: Question, text: str, *, role: str, by: Any, agrees: bool = False) -> Question:
    """Answer in ``role``; ``agrees``: the council lets residents read question and answer, if the asker does.

    Left out, what the council agreed to before does not hold for this answer: it waits for who decides.
    """
    _take(question, steps.ANSWER, by)
    if agrees and not parties.decides(by, question):
        raise PermissionDenied(NEITHER_SIDE)
    if agrees and not _is_public(question.subject):
        raise LedgerRefusal(WITHOUT_TICK, code="not-public")
    question.officer_agrees, question.kept_private = question.is_published() or agrees, False
    _write(question, Entry(by=by))
    given = Answer(question=question, text=text, answered_by=by, answered_as=role, answered_on=today(), approved=agrees)
    _write(given, Entry(by=by))
    return question


@transaction.atomic
def accept(question: Question, *, by: Any) -> Question:
    _take(question, steps.ACCEPT, by)
    question.settled_on = today()
    return _write(question, Entry(by=by))


@transaction.atomic
def send_back(question: Question, why: str, *, by: Any) -> Question:
    """Say why the last answer is not enough: the question is open again, and another answer is due.

    What the council agreed to was that answer: while the question is not public, it is asked again.
    """
    _take(question, steps.SEND_BACK, by)
    last = question.answers.order_by("-answered_on", "-pk").first()
    last.not_enough = why
    _write(last, Entry(why, by=by))
    question.answer_due_on = due_from(today())
    question.officer_agrees, question.kept_private = question.is_published(), False
    return _write(question, Entry(why, by=by))


@transaction.atomic
def close(question: Question, because: str = "", *, by: Any) -> Question:
    """Close it without accepting an answer. Somebody else than the asker says why in a plain sentence."""
    _take(question, steps.CLOSE, by)
    if question.asked_by_id != by.pk and (fault := fault_of_reason(because)):
        raise LedgerRefusal(fault, code="reason-needed")
    question.settled_on = today()
    return _write(question, Entry(because, by=by))


@transaction.atomic
def agree(question: Question, *, by: Any) -> Question:
    """Agree, on the side of ``by``, that residents may read it. Once both sides do, it is public for good.

    What it is on has to be public now. On the council's side this approves each answer that stands, of a question that
    is public already, too; without one there is nothing to agree to.
    """
    return _say(question, True, by)


@transaction.atomic
def withdraw(question: Question, *, by: Any) -> Question:
    """Take the agreement of one's side back, while the other side has not agreed."""
    return _say(question, False, by)


@transaction.atomic
def keep_private(question: Question, *, by: Any) -> Question:
    """Say no for the council to what waits for it: to the question, or to the answers that residents do not read.

    Agreeing later takes that back; of another answer it is asked anew.
    """
    _refuse_stale(question)
    if side_of(by, question) != "officer_agrees":
        raise PermissionDenied(NEITHER_SIDE)
    approved = [each.approved for each in standing(question)]
    if steps.KEEP_PRIVATE not in steps.council_says(
        question.officer_agrees, question.asker_agrees, approved, question.kept_private
    ):
        raise LedgerRefusal(NOTHING_TO_KEEP, code="nothing-to-keep")
    question.officer_agrees, question.kept_private = question.is_published(), True
    return _write(question, Entry(by=by))


def side_of(user: Any, question: Question) -> str:
    """The field in which this person's side agrees; nothing where they are on neither side."""
    if question.asked_by_id == user.pk:
        return "asker_agrees"
    return "officer_agrees" if parties.decides(user, question) else ""


def standing(question: Question) -> list[Answer]:
    """The answers that were not sent back."""
    return [each for each in question.answers.all() if not each.not_enough]


def due_from(day: date) -> date:
    """When an answer is due to what was asked on ``day``."""
    return day + timedelta(days=settings.ANSWER_WITHIN_DAYS)


def _say(question: Question, agrees: bool, by: Any) -> Question:
    _refuse_stale(question)
    side = side_of(by, question)
    if not side:
        raise PermissionDenied(NEITHER_SIDE)
    if agrees and not _is_public(question.subject):
        raise LedgerRefusal(NOT_PUBLIC_NOW, code="not-public")
    setattr(question, side, agrees)
    if side == "officer_agrees":
        return _say_for_the_council(question, agrees, by)
    return _write(question, Entry(by=by))


def _say_for_the_council(question: Question, agrees: bool, by: Any) -> Question:
    given = list(Answer.objects.filter(question=question.pk, not_enough="").order_by("pk"))
    if agrees and not given:
        raise LedgerRefusal(NO_ANSWER, code="no-answer")
    question.kept_private = not agrees
    _write(question, Entry(by=by))
    for each in given:
        each.approved = agrees
        _write(each, Entry(by=by))
    return question


def _take(question: Question, action: str, by: Any) -> None:
    """Take one step of the table; whatever was read before is held against the row, which stays locked."""
    _refuse_stale(question)
    found = steps.step(question.state, action)
    if found is None:
        raise LedgerRefusal(f"Nothing was changed. {steps.IS_NOW[question.state]}")
    if not found.who & parties.parts_of(by, question):
        reason = parties.reason_not_to_answer(by, question) if action == steps.ANSWER else ""
        raise PermissionDenied(reason or "Only who asked the question can do this.")
    question.state = found.to


def _refuse_stale(question: Question) -> None:
    now = writing.stored(question)
    if now is None:
        raise EditedMeanwhile(GONE, code="edited-meanwhile")
    if now.revision != question.revision:
        raise EditedMeanwhile(_meanwhile(now), code="edited-meanwhile")


def _meanwhile(now: Question) -> str:
    """Who was faster and what to do: there is nothing to save again once it is settled."""
    if now.settled_on is None:
        return writing.edited_meanwhile(now, parties.asked_as)
    return SETTLED.format(latest=writing.latest_change(now, parties.asked_as), now=steps.IS_NOW[now.state])


def _write(record: Question | Answer, entry: Entry) -> Any:
    with entering(entry):
        record.full_clean()
        record.save()
    return record


def _take_turns(about: Deliverable | Indicator) -> None:
    """Who asks twice at once, by pressing twice, is told so the second time."""
    write_in_turn()
    list(type(about).objects.select_for_update().filter(pk=about.pk).order_by("pk"))


def _is_public(about: Deliverable | Indicator) -> bool:
    known = Deliverable.objects.published() if isinstance(about, Deliverable) else published_indicators()
    return known.filter(pk=about.pk).exists()
