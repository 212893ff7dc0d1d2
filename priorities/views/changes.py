"""What changed between two days."""

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.views.generic import TemplateView

from ledger.changes import latest_day_of_change, read_changes
from outcomes.paging import nearest_page
from priorities.changes_asked import NOUNS, PRESETS, read_asked
from priorities.changes_on_offer import choices_on_offer, latest_of_each_body, meetings_held
from priorities.changes_told import between, count_sentence, groups_of, in_groups

from .frame import PageMixin

PAGE_SIZE = 100
ANY = {"plan": "Any plan", "outcome": "Any outcome", "portfolio": "Any portfolio", "place": "Anywhere"}


class ChangesView(PageMixin, TemplateView):
    """Every change of a window, in groups; an address that cannot be followed is answered with 400."""

    template_name = "changes/changes.html"

    def get(self, request, *args, **kwargs) -> HttpResponse:
        self.choices, self.meetings = choices_on_offer(), meetings_held(self.today)
        self.asked = read_asked(request.GET, self.today, self.choices, self.meetings)
        status = 400 if self.asked.faults else 200
        return self.render_to_response(self.get_context_data(**kwargs), status=status)

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        found = {} if self.asked.faults else self._found()
        return super().get_context_data(asked=self.asked, form=self._form(), presets=self._presets(), **found, **kwargs)

    def _found(self) -> dict[str, Any]:
        asked = self.asked
        changes = read_changes(asked.window, asked.found_by)
        placed = in_groups(changes, self.choices["outcome"])
        page, complaint = nearest_page(Paginator(placed, PAGE_SIZE), self.request.GET.get("page", ""))
        return {
            "sentence": f"{between(asked.window)}, {count_sentence(changes)}.",
            "groups": groups_of(page.object_list, placed),
            "page": page,
            "complaint": complaint,
            "query": asked.address(),
            "only": [f"{NOUNS[facet]} {choice.name}" for facet, choice in asked.narrowed.items()],
            "feed_url": self._feed_url(),
            "latest": None if changes else self._latest(),
            "canonical": f"{settings.SITE_URL}{self.request.path}?{asked.address()}",
        }

    def _latest(self) -> dict[str, Any] | None:
        """The latest day up to the window's end on which something changed, and where to read of it."""
        day = latest_day_of_change(self.asked.window.until, self.asked.found_by)
        if day is None:
            return None
        return {"day": day, "url": f"?{self.asked.address(**{'from': _iso(day - timedelta(days=1)), 'to': _iso(day)})}"}

    def _presets(self) -> list[dict[str, Any]]:
        meetings = latest_of_each_body(self.meetings)
        offered = [*PRESETS.items(), *((each.slug, f"Since {each.name}") for each in meetings)]
        return [
            {"name": name, "url": f"?{self.asked.address(since=slug)}", "is_chosen": slug == self.asked.since}
            for slug, name in offered
        ]

    def _form(self) -> dict[str, Any]:
        typed, faults = self.asked.typed, dict(self.asked.faults)
        days = {"from": self.asked.window.since, "to": self.asked.window.until}
        return {
            "days": [
                {
                    "name": name,
                    "label": label,
                    "value": typed[name] or _iso(days[name]),
                    "fault": faults.get(name),
                    "is_day": name not in faults or typed[name] == _iso(days[name]),
                }
                for name, label in (("from", "From the end of"), ("to", "To the end of"))
            ],
            "is_narrowed": any(typed[facet] for facet in NOUNS),
            "choices": [
                {
                    "name": facet,
                    "label": noun.capitalize(),
                    "any": ANY[facet],
                    "value": typed[facet],
                    "fault": faults.get(facet),
                    "choices": self.choices[facet],
                }
                for facet, noun in NOUNS.items()
            ],
        }

    def _feed_url(self) -> str:
        query = self.asked.narrowing
        return f"{reverse('changes-feed')}{'?' if query else ''}{query}"


def _iso(day: date) -> str:
    return day.isoformat()
