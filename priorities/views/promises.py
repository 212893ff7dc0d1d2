"""The page of one priority and the page of one promise."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Prefetch
from django.http import HttpResponsePermanentRedirect
from django.views.generic import DetailView

from priorities import life, verdicts
from priorities.answering import covers
from priorities.evidence import evidence_for
from priorities.models import Appointment, Deliverable, PriorityAction, ProgressUpdate, Succession
from priorities.models.promises import nest
from priorities.voices import calendar_of, settled_in

from .frame import PageMixin, stale_after
from .records import records_of


class PriorityView(PageMixin, DetailView):
    template_name = "priorities/priority.html"
    context_object_name = "priority"

    def get_queryset(self):
        marks = Succession.objects.published().with_earlier().order_by("earlier__priority__number", "earlier", "pk")
        came_from = Prefetch("preceded_by", queryset=marks, to_attr="came_from")
        return PriorityAction.objects.published().with_promises().prefetch_related(came_from)

    def get(self, request, *args, **kwargs):
        self.object = self.get_object()
        address = self.object.get_absolute_url()
        if request.path != address:
            query = request.META.get("QUERY_STRING", "")
            return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)
        return self.render_to_response(self.get_context_data(object=self.object))

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            deliverables=self.object.tree,
            neighbours=self._neighbours(),
            holders=holders_today(self.object.portfolio_id, self.today),
            came_from=self.object.came_from,
            **kwargs,
        )

    def _neighbours(self):
        """The other priorities of the same outcome (or, outside outcomes, of the same plan)."""
        return PriorityAction.objects.filter(
            plan_id=self.object.plan_id, plan_outcome_id=self.object.plan_outcome_id
        ).order_by("number", "id")


class DeliverableView(PageMixin, DetailView):
    template_name = "priorities/deliverable.html"
    context_object_name = "deliverable"

    def get_queryset(self):
        published = ProgressUpdate.objects.published().order_by("as_of", "id")
        marks = Succession.objects.published().oldest_plan_first()
        return (
            Deliverable.objects.published()
            .select_related(
                "priority__plan",
                "priority__plan_outcome__outcome",
                "priority__published_holder",
                "priority__portfolio",
            )
            .prefetch_related(
                Prefetch("updates", queryset=published),
                Prefetch("successions", queryset=marks.with_successor(), to_attr="went_on"),
                Prefetch("preceded_by", queryset=marks.with_earlier(), to_attr="came_from"),
                "evidence_links",
                "places",
                Prefetch("priority__deliverables", queryset=Deliverable.objects.with_first_promise()),
                "priority__deliverables__updates",
            )
        )

    def get_context_data(self, **kwargs):
        priority = self.object.priority
        family = {each.pk: each for each in priority.deliverables.all()}
        nest(list(family.values()))
        this = family[self.object.pk]
        beside = [each for each in family.values() if each.parent_id == this.parent_id and each.pk != this.pk]
        records = records_of(self.object, self.object.went_on, self.today)
        first = life.first_and_now(records.promise, records.plan)
        return super().get_context_data(
            priority=priority,
            plan=priority.plan,
            first=first,
            changed_as_example=this.changed_as_example,
            life=life.tell(records),
            parent=family.get(this.parent_id),
            children=this.nested,
            descendants=descendants(this),
            siblings=sorted(beside, key=lambda each: each.order),
            came_from=self.object.came_from,
            holders=holders_on(self.today, priority.portfolio_id, records.people.appointments),
            **self._verdicts(first.first.end if first else None),
            **kwargs,
        )

    def _verdicts(self, first_end: date | None) -> dict:
        promise, today = self.object, self.today
        settled = settled_in(promise)
        latest, evidence = promise.latest_update, evidence_for(promise)
        shown_on = max((each.day for each in evidence), default=None)
        return {
            "latest": latest,
            "settled": settled,
            "council": verdicts.council(latest, latest.as_of if settled and latest else today, stale_after()),
            "calendar": calendar_of(promise, settled, first_end, today),
            "evidence": verdicts.evidence(len(evidence), shown_on),
            "evidence_list": evidence,
            **({} if settled else self._warnings(len(evidence), first_end)),
        }

    def _warnings(self, links: int, first_end: date | None) -> dict[str, str]:
        """What the three voices do not agree on, how old the latest word is, and what is expected now."""
        promise, today = self.object, self.today
        latest, start, end = promise.latest_update, promise.timescale_start, promise.timescale_end
        return {
            "disagreement": verdicts.disagreement(
                latest, end=end, start=start, links=links, today=today, first_end=first_end
            ),
            "stale": verdicts.stale_note(latest, today, stale_after()),
            "expected": verdicts.expected(latest, end, today),
        }


def descendants(deliverable: Deliverable) -> list[Deliverable]:
    """Everything that stands under a deliverable, at any depth."""
    return [each for child in deliverable.nested for each in (child, *descendants(child))]


def holders_today(portfolio_id: int | None, today):
    """Who holds a portfolio today; nobody, where there is no portfolio."""
    if portfolio_id is None:
        return Appointment.objects.none()
    return Appointment.objects.on(today).filter(portfolio_id=portfolio_id).select_related("councillor")


def holders_on(day: date, portfolio_id: int | None, appointments: Iterable[Appointment]) -> list[Appointment]:
    """Who of ``appointments`` holds a portfolio on a day."""
    return [each for each in appointments if each.portfolio_id == portfolio_id and covers(each, day)]
