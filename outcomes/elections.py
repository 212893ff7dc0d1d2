"""Election periods: what they hold back, until when, and what is said of it.

Anything that residents would read for the first time, and that could favour a candidate, waits: stories, quotes
(forewords and case studies are people's words, too), photographs of councillors, councillors' questions with what was
answered, and alerts that promote, once there are any (``holds_promotion``). Facts go on: progress, dates, measurements,
appointments. Each model that waits says in ``held_back`` how it does.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time

from django.apps import apps
from django.core.cache import caches
from django.utils import timezone

from ledger.writing import long_day

KEPT_IN, KEPT_AS, KEPT_FOR = "memory", "election-periods", 60
"""Pages ask of every period at once, and once a minute: so a period costs no page a question."""
PUBLISHED_AT = time(9)
EXPLANATION = (
    "Election period for {name}: from {first} until {last}, no new stories, quotes, photographs of councillors or "
    "questions from councillors are published here. Factual updates go on as usual."
)
HELD = "Held back until {day} because of the election period “{name}”."
QUEUED = "It is queued and will be published then; the Monitoring Officer can release it before."
TO_BE_QUEUED = "Save it as a draft to be published then; the Monitoring Officer can release it before."
REWORDED = (
    "The words of {item} stay as they are until {day} because of the election period “{name}”: residents would read "
    "new ones for the first time. Wait until then, or {otherwise}, and ask the Monitoring Officer to release it."
)
ONLY_ITS_PHOTOGRAPH = (
    "The photograph of {item} is held back until {day} because of the election period “{name}”; the story itself stays "
    "public. The photograph is shown then; the Monitoring Officer can release it before."
)
_after_periods: ContextVar[bool] = ContextVar("after_periods", default=False)
STILL_HIDDEN = "It is queued, but as it stands residents cannot read it then either: {why}"


def period_on(day: date):
    """The election period that is on, or None, as pages ask it: at most a minute old."""
    if _after_periods.get():
        return None
    periods = caches[KEPT_IN].get(KEPT_AS)
    if periods is None:
        periods = list(_periods().order_by("starts_on"))
        know_of(periods)
    return next((each for each in periods if each.starts_on <= day < each.ends_on), None)


@contextmanager
def after_periods() -> Iterator[None]:
    """Let pages be made as they will be once no election period holds anything back: for who reads drafts."""
    token = _after_periods.set(True)
    try:
        yield
    finally:
        _after_periods.reset(token)


def know_of(periods: list) -> None:
    caches[KEPT_IN].set(KEPT_AS, periods, KEPT_FOR)


def forget_periods() -> None:
    caches[KEPT_IN].delete(KEPT_AS)


def notice_on(day: date) -> str:
    """What residents and officers read while a period is on; else nothing."""
    period = period_on(day)
    return explanation_of(period) if period else ""


def explanation_of(period) -> str:
    last = long_day(period.last_day)
    return period.explanation or EXPLANATION.format(name=period.name, first=long_day(period.starts_on), last=last)


def holds_back(item, day: date) -> str:
    """Why ``item`` waits if it is to be published on ``day``: a sentence, or nothing. Asks what is on record now."""
    period = recorded_on(day)
    return held_by(period) if period and holdable(type(item)) and not period.lets_through(item) else ""


def why_it_waits(item) -> str:
    """Why residents do not read ``item`` although it is saved, or saved to be published: sentences, or nothing."""
    period = recorded_on(timezone.localdate())
    waits = period and holdable(type(item)) and type(item).objects.held_back(period).filter(pk=item.pk).first()
    if not waits:
        return ""
    if waits.only_its_photograph_waits:
        return ONLY_ITS_PHOTOGRAPH.format(item=f"“{item}”", day=long_day(free_from(period)), name=period.name)
    again, set_for = published_again_at(period), getattr(waits, "publish_at", None)
    hidden = waits.why_hidden_on(timezone.localdate(max(again, set_for or again)))
    return f"{item}: {held_by(period)} {STILL_HIDDEN.format(why=hidden) if hidden else QUEUED}"


def kept_words(item, period) -> str:
    """Why other words of ``item`` are refused, and what to do."""
    day, otherwise = long_day(free_from(period)), item.otherwise
    return REWORDED.format(item=f"“{item}”", day=day, name=period.name, otherwise=otherwise)


def holds_promotion(day: date) -> str:
    """Why an alert that promotes waits on ``day``: a sentence, or nothing."""
    period = recorded_on(day)
    return held_by(period) if period else ""


def held_by(period) -> str:
    return HELD.format(day=long_day(free_from(period)), name=period.name)


def free_from(period) -> date:
    """The first day after ``period`` on which no other one is on."""
    following = recorded_on(period.ends_on)
    return free_from(following) if following else period.ends_on


def recorded_on(day: date):
    """The election period that is on, or None, as it is on record now."""
    return _periods().filter(starts_on__lte=day, ends_on__gt=day).first()


def published_again_at(period) -> datetime:
    """The moment from which what waits can be published."""
    return timezone.make_aware(datetime.combine(free_from(period), PUBLISHED_AT))


def begins_at(period) -> datetime:
    return timezone.make_aware(datetime.combine(period.starts_on, time.min))


def holdable_models() -> list[type]:
    """The models of which an election period holds something back."""
    return [model for model in apps.get_models() if holdable(model)]


def holdable(model: type) -> bool:
    return hasattr(model, "let_out")


def _periods():
    """This module stands beside the models that ask it, so it reaches them by name."""
    return apps.get_model("outcomes", "ElectionPeriod").objects.all()
