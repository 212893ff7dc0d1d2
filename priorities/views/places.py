"""The pages of wards, towns and the district: what is promised there, and whose stories they are."""

from django.db.models import F, Func, IntegerField, OuterRef, Subquery
from django.views.generic import DetailView, ListView

from outcomes.models import Place
from priorities.models import Deliverable
from priorities.tenure import known_on, last_day

from .frame import PageMixin

WARD = Place.Kind.WARD


class PlaceListView(PageMixin, ListView):
    template_name = "priorities/place_list.html"
    context_object_name = "places"

    def get_queryset(self):
        return Place.objects.annotate(promise_count=promise_count()).order_by("name", "valid_from")

    def get_context_data(self, **kwargs):
        self.object_list = known_on(self.object_list, self.today, "valid_until", "source")
        wards = [place for place in self.object_list if place.kind == WARD]
        for ward in wards:
            ward.last_day = last_day(ward.valid_until)
        return super().get_context_data(
            wards=[ward for ward in wards if exists_on(ward, self.today)],
            former=[ward for ward in wards if ward.last_day and ward.last_day < self.today],
            coming=[ward for ward in wards if ward.valid_from and ward.valid_from > self.today],
            others=self._other_kinds(),
            named=sum(bool(place.promise_count) for place in self.object_list),
            **kwargs,
        )

    def _other_kinds(self) -> list[tuple[str, list[Place]]]:
        """Towns, hubs and the district: each kind that has places, with those that exist today."""
        headings = {
            Place.Kind.TOWN: "Towns and villages",
            Place.Kind.HUB: "District hubs",
            Place.Kind.DISTRICT: "The whole district",
        }
        existing = [place for place in self.object_list if exists_on(place, self.today)]
        groups = [(words, [each for each in existing if each.kind == kind]) for kind, words in headings.items()]
        return [(words, places) for words, places in groups if places]


def promise_count() -> Subquery:
    """How many published promises name a place. Not by grouping: PostgreSQL knows no key of what stood in the past."""
    promises = Deliverable.objects.published().promises().filter(place_links__place=OuterRef("pk")).order_by()
    counted = promises.annotate(count=Func(F("pk"), function="COUNT", output_field=IntegerField()))
    return Subquery(counted.values("count"))


class PlaceView(PageMixin, DetailView):
    model = Place
    template_name = "priorities/place.html"
    context_object_name = "place"

    def get_context_data(self, **kwargs):
        [place] = known_on([self.object], self.today, "valid_until", "source")
        promises = Deliverable.objects.published().promises().filter(places=place)
        return super().get_context_data(
            last_day=last_day(place.valid_until),
            exists=exists_on(place, self.today),
            wards=[ward for ward in place.links.wholes if exists_on(ward, self.today)],
            tally_query=f"place={place.slug}",
            promises=list(promises.with_context().in_plan_order()),
            stories=place.stories.published(on=self.today),
            councillors=place.councillors.published().order_by("name"),
            **kwargs,
        )


def exists_on(place: Place, day) -> bool:
    """Does the place exist on ``day``? Its first day counts, the day it ends on does not."""
    begun = place.valid_from is None or place.valid_from <= day
    return begun and (place.valid_until is None or place.valid_until > day)
