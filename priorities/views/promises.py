"""The page of one priority and the page of one promise."""

from django.db.models import Prefetch
from django.http import HttpResponsePermanentRedirect
from django.views.generic import DetailView

from outcomes.querysets import PUBLIC_STATES
from priorities import verdicts
from priorities.models import Appointment, Deliverable, PriorityAction, ProgressUpdate
from priorities.models.promises import nest
from priorities.standing import completed_on

from .frame import PageMixin, stale_after


class PriorityView(PageMixin, DetailView):
    template_name = "priorities/priority.html"
    context_object_name = "priority"

    def get_queryset(self):
        return PriorityAction.objects.published().with_promises()

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
        later = Deliverable.objects.published().select_related("priority__plan")
        return (
            Deliverable.objects.published()
            .select_related(
                "priority__plan",
                "priority__plan_outcome__outcome",
                "priority__published_holder",
                "priority__portfolio",
                "follows__priority__plan",
            )
            .prefetch_related(
                Prefetch("updates", queryset=published),
                Prefetch("followed_by", queryset=later),
                "evidence_links",
                "places",
                "priority__deliverables__updates",
            )
        )

    def get_context_data(self, **kwargs):
        priority = self.object.priority
        family = {each.pk: each for each in priority.deliverables.all()}
        nest(list(family.values()))
        this = family[self.object.pk]
        beside = [each for each in family.values() if each.parent_id == this.parent_id and each.pk != this.pk]
        return super().get_context_data(
            priority=priority,
            plan=priority.plan,
            parent=family.get(this.parent_id),
            children=this.nested,
            descendants=descendants(this),
            siblings=sorted(beside, key=lambda each: each.order),
            follows=self._follows(),
            holders=holders_today(priority.portfolio_id, self.today),
            **self._verdicts(),
            **kwargs,
        )

    def _follows(self) -> Deliverable | None:
        """The promise of an earlier plan that this one follows, where residents may read it."""
        earlier = self.object.follows
        return earlier if earlier and earlier.priority.plan.state in PUBLIC_STATES else None

    def _verdicts(self) -> dict:
        promise, today = self.object, self.today
        latest, evidence = promise.latest_update, evidence_for(promise)
        shown_on = max((each["day"] for each in evidence), default=None)
        start, end = promise.timescale_start, promise.timescale_end
        calendar = verdicts.calendar(
            end=end,
            start=start,
            ongoing=promise.timescale_ongoing,
            status=promise.status,
            today=today,
            completed_on=completed_on(promise),
        )
        if latest is None and promise.printed_as_done:
            calendar = verdicts.printed(promise.status_as_published)
        return {
            "latest": latest,
            "council": verdicts.council(latest, today, stale_after()),
            "calendar": calendar,
            "evidence": verdicts.evidence(len(evidence), shown_on),
            "evidence_list": evidence,
            "disagreement": verdicts.disagreement(latest, end=end, start=start, links=len(evidence), today=today),
            "stale": verdicts.stale_note(latest, today, stale_after()),
            "expected": verdicts.expected(latest, end),
            "life": life(promise),
        }


def descendants(deliverable: Deliverable) -> list[Deliverable]:
    """Everything that stands under a deliverable, at any depth."""
    return [each for child in deliverable.nested for each in (child, *descendants(child))]


def evidence_for(deliverable: Deliverable) -> list[dict]:
    """Where anyone can check: linked evidence, and what reports point to; each address once, latest first."""
    found: dict[str, dict] = {}
    for link in deliverable.evidence_links.all():
        found.setdefault(link.url, {"url": link.url, "title": link.title, "day": link.shown_on})
    for update in deliverable.updates.all():
        if update.evidence_url:
            title = f"Evidence given with the report as at {verdicts.long_day(update.as_of)}"
            link = {"url": update.evidence_url, "title": title, "day": update.as_of}
            found.setdefault(update.evidence_url, link)
    return sorted(found.values(), key=lambda each: each["day"], reverse=True)


def life(deliverable: Deliverable) -> list[dict]:
    """Every published report in time order; ``turn`` where the status is not what it was before."""
    entries, before = [], None
    for update in deliverable.updates.all():
        entries.append({"update": update, "turn": before is not None and update.status != before})
        before = update.status
    return entries


def holders_today(portfolio_id: int | None, today):
    """Who holds a portfolio today; nobody, where there is no portfolio."""
    if portfolio_id is None:
        return Appointment.objects.none()
    return Appointment.objects.on(today).filter(portfolio_id=portfolio_id).select_related("councillor")
