"""What changed between two days."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.views.generic import TemplateView

from ledger.changes import Window, latest_day_of_change, read_changes, window_that_fits
from ledger.clock import reading
from outcomes.paging import nearest_page
from priorities.changes_asked import NOUNS, PRESETS, read_asked
from priorities.changes_on_offer import choices_on_offer, meetings_held
from priorities.changes_told import count_sentence, groups_of, in_days, in_groups

from .frame import PageMixin

PAGE_SIZE = 100
DAY = timedelta(days=1)
MOST_MEETINGS = 30
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
        offered = {"presets": self._links(PRESETS.items()), "meetings": self._meetings()}
        return super().get_context_data(asked=self.asked, form=self._form(), **offered, **found, **kwargs)

    def _found(self) -> dict[str, Any]:
        asked = self.asked
        window = window_that_fits(asked.window)
        changes = read_changes(window, asked.found_by)
        placed = in_groups(changes, self.choices["outcome"])
        page, complaint = nearest_page(Paginator(placed, PAGE_SIZE), self.request.GET.get("page", ""))
        return {
            "sentence": f"{in_days(window)}, {count_sentence(changes)}.",
            "earlier": self._earlier(window),
            "groups": groups_of(page.object_list, placed),
            "page": page,
            "complaint": complaint,
            "query": asked.address(),
            "only": [f"{NOUNS[facet]} {choice.name}" for facet, choice in asked.narrowed.items()],
            "feed_url": self._feed_url(),
            **({} if changes else {"late": self._late(window), **self._latest(window)}),
            "canonical": f"{settings.SITE_URL}{self.request.path}?{asked.address()}",
        }

    def _earlier(self, window: Window) -> dict[str, Any] | None:
        """The days before those told, where the window asked for holds more than one page can tell."""
        asked = self.asked.window
        return None if window == asked else self._days(asked.since, window.since - DAY)

    def _latest(self, window: Window) -> dict[str, Any]:
        """The latest day up to the window's end on which something changed, or how far back none was found."""
        latest = latest_day_of_change(window.until, self.asked.found_by)
        found = self._days(latest.day, latest.day) if latest.day else None
        return {"latest": found, "looked_back_to": latest.looked_back_to}

    def _late(self, window: Window) -> dict[str, Any] | None:
        """What was written down in a window of earlier days, and which days these are."""
        written = window_that_fits(Window(window.since, window.until, recorded=True))
        if not written.fits:
            return {"too_many": True}
        changes = read_changes(written, self.asked.found_by)
        days = [change.effective_on for change in changes if change.effective_on < window.since]
        if not days:
            return None
        return {"count": len(days), "at_least": written.since > window.since, **self._days(min(days), max(days))}

    def _days(self, first: date, last: date) -> dict[str, Any]:
        return {
            "since": first,
            "until": last,
            "url": f"?{self.asked.address(**{'from': _iso(first), 'to': _iso(last)})}",
        }

    def _meetings(self) -> dict[str, Any]:
        """The latest meetings, each of which changes can be asked for since."""
        links = self._links((each.slug, each.name) for each in self.meetings[:MOST_MEETINGS])
        is_chosen = any(link["is_chosen"] for link in links)
        return {"links": links, "is_chosen": is_chosen, "are_more": len(self.meetings) > MOST_MEETINGS}

    def _links(self, offered: Iterable[tuple[str, str]]) -> list[dict[str, Any]]:
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
                for name, label in (("from", "From"), ("to", "To"))
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
        """The feed tells of the present: none goes with a past day."""
        if reading():
            return ""
        query = self.asked.narrowing
        return f"{reverse('changes-feed')}{'?' if query else ''}{query}"


def _iso(day: date) -> str:
    return day.isoformat()
