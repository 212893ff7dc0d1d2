"""Plans that make room by themselves: past their last day, where the plan that replaces them has begun."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone

from desk.publishing import told
from ledger import writing
from ledger.entries import Entry, entering
from ledger.writing import long_day
from outcomes.models import Plan


@dataclass(frozen=True)
class HandOver:
    """One plan whose time is over. ``refusal`` says why it could not be archived, or nothing."""

    plan: Plan
    refusal: str = ""

    @property
    def named(self) -> str:
        """As a line of a log says it: "plan “Example plan” (12)"."""
        return f"plan “{self.plan}” ({self.plan.pk})"


def hand_over(now: datetime) -> Iterator[HandOver]:
    """Archive each of them. What another run archived meanwhile is passed over."""
    for plan in Plan.objects.overtaken(timezone.localdate(now)).order_by("pk"):
        try:
            done = _archive(plan, now)
        except (ValidationError, DatabaseError) as error:
            yield HandOver(plan, told(error))
        else:
            if done:
                yield HandOver(plan)


@transaction.atomic
def _archive(plan: Plan, now: datetime) -> bool:
    stored = writing.stored(plan)
    if stored is None or not Plan.objects.overtaken(timezone.localdate(now)).filter(pk=stored.pk).exists():
        return False
    stored.state = Plan.State.ARCHIVED
    later = stored.replaced_by.get()
    with entering(Entry(f"It ran until {long_day(stored.ends_on)}; {later} took its place.")):
        stored.save()
    return True
