"""Whether what somebody typed on a dashboard is on record already, in the same words: then it was sent."""

from collections.abc import Callable, Iterable

from django.db.models import Q
from django.http import QueryDict
from django.urls import resolve

from dashboards.meetings import key_written
from dashboards.models import Answer, Note, Pack, Question
from dashboards.questions.lists import LARGEST_KEY

Texts = Iterable[str | None]


def is_on_record(user: int, address: str, form: str, text: str) -> bool:
    """``address`` is the page's, ``form`` the prefix of the form on it in which this person wrote ``text``."""
    path, _, query = address.partition("?")
    key = resolve(path).kwargs.get("pk", 0)
    if key > LARGEST_KEY:
        return False
    said = _asked(user, QueryDict(query)) if form == "ask" else SAID[form](user, key)
    return same_words(text) in {same_words(each or "") for each in said}


def same_words(text: str) -> str:
    """Scripts and browsers send the ends of lines differently, and records are kept without space around them."""
    return text.replace("\r\n", "\n").strip()


def _asked(user: int, query: QueryDict) -> Texts:
    """What this person asked about the same and is not settled: that cannot be asked once more."""
    about = Q(pk__in=())
    for field in ("deliverable", "indicator"):
        key = key_written(query.get(field, "")) or 0
        about |= Q(**{field: min(key, LARGEST_KEY)})
    return Question.objects.unsettled().filter(about, asked_by=user).values_list("text", flat=True)


def _answered(user: int, question: int) -> Texts:
    last = _last_answer(question)
    return [last.text] if last and last.answered_by_id == user and not last.not_enough else []


def _sent_back(user: int, question: int) -> Texts:
    last = _last_answer(question)
    return [last.not_enough] if last and last.question.asked_by_id == user else []


def _last_answer(question: int) -> Answer | None:
    answers = Answer.objects.filter(question=question).select_related("question")
    return answers.order_by("-answered_on", "-pk").first()


def _closed(user: int, question: int) -> Texts:
    return _reasons(Question.history.filter(id=question, state=Question.State.CLOSED, history_user=user))


def _noted(user: int, promise: int) -> Texts:
    return Note.objects.filter(user=user, deliverable=promise).values_list("text", flat=True)


def _marked_final(user: int, meeting: int) -> Texts:
    return _reasons(Pack.history.filter(meeting=meeting, state=Pack.State.FINAL, history_user=user))


def _reasons(versions) -> Texts:
    """The reason of the latest."""
    return versions.order_by("-history_id").values_list("history_change_reason", flat=True)[:1]


SAID: dict[str, Callable[[int, int], Texts]] = {
    "answer": _answered,
    "send-back": _sent_back,
    "close": _closed,
    "note": _noted,
    "final": _marked_final,
}
"""By the prefix of a form, what its sender has on record in it; each takes the key that stands in the address."""
