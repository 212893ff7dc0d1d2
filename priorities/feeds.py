"""What changed, for those who follow it with a feed reader."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

from ledger.changes import Change, Window, read_changes, window_that_fits
from ledger.clock import today
from ledger.printable import printable
from ledger.writing import long_day
from outcomes.templatetags.prose import plain
from priorities.changes_asked import Asked, read_asked
from priorities.changes_on_offer import choices_on_offer, meetings_held
from priorities.headings import make_heading

MOST_ENTRIES = 100
LOOKS_BACK = timedelta(days=92)
"""How long an entry stays in the feed after it was written down, unless other days are asked for."""
REFUSAL = "No feed was made, for part of the address cannot be followed. {}\n"


class ChangesFeed(Feed):
    """The changes written down last, however long ago they took effect, so that no late entry is missed.

    With ``since``, or ``from`` and ``to``, those that took effect in these days, as on the page.
    """

    feed_type = Atom1Feed
    author_name = "Kirklees promises"

    def __call__(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        asked = read_asked(request.GET, today(), choices_on_offer(), meetings_held(today()))
        if asked.faults:
            said = REFUSAL.format(" ".join(fault for _, fault in asked.faults))
            return HttpResponseBadRequest(said, content_type="text/plain; charset=utf-8")
        request.asked = asked
        return super().__call__(request, *args, **kwargs)

    def get_object(self, request: HttpRequest) -> Asked:
        return request.asked

    def title(self, asked: Asked) -> str:
        only = ", ".join(choice.name for choice in asked.narrowed.values())
        return f"What changed: {only}" if only else "What changed – Kirklees promises"

    def subtitle(self, asked: Asked) -> str:
        return "Every change to the council's published plans and promises, each with its reason."

    def link(self, asked: Asked) -> str:
        return f"{settings.SITE_URL}{reverse('changes')}{_query(asked)}"

    def feed_url(self, asked: Asked) -> str:
        return f"{settings.SITE_URL}{reverse('changes-feed')}{_query(asked)}"

    def feed_guid(self, asked: Asked) -> str:
        return self.feed_url(asked)

    def items(self, asked: Asked) -> list[Change]:
        window = asked.window if _asks_for_days(asked) else Window(today() - LOOKS_BACK, today(), recorded=True)
        changes = read_changes(window_that_fits(window), asked.found_by)
        return sorted(changes, key=lambda each: (each.recorded_at, each.key), reverse=True)[:MOST_ENTRIES]

    def item_title(self, change: Change) -> str:
        heading = make_heading(plain(change.title)) if change.title else ""
        return printable(f"{heading}: {change.sentence}" if heading else change.sentence)

    def item_description(self, change: Change) -> str:
        return escape(printable(" ".join(_paragraphs(change))))

    def item_link(self, change: Change) -> str:
        address = change.address_after or change.address_before or reverse("changes")
        return f"{settings.SITE_URL}{address}"

    def item_guid(self, change: Change) -> str:
        return f"tag:{urlsplit(settings.SITE_URL).hostname},2026:changes/{change.key}"

    def item_updateddate(self, change: Change) -> datetime:
        return change.recorded_at

    def item_pubdate(self, change: Change) -> datetime:
        return change.recorded_at


def _asks_for_days(asked: Asked) -> bool:
    return any(asked.typed[name] for name in ("since", "from", "to"))


def _query(asked: Asked) -> str:
    pairs = asked.address() if _asks_for_days(asked) else asked.narrowing
    return f"?{pairs}" if pairs else ""


def _paragraphs(change: Change) -> list[str]:
    """What stands below the title: the words before and after, what was said, from when it holds, and why."""
    said = [f"{change.noun.capitalize()}: “{change.title}”" if change.title else ""]
    said += [f"Before: “{change.before}”" if change.before else "", f"Now: “{change.after}”" if change.after else ""]
    said += [f"“{change.quote}”" if change.quote else "", f"Took effect on {long_day(change.effective_on)}."]
    said += [f"{'Source' if change.is_source else 'Reason'}: {change.reason}" if change.reason else ""]
    said += [f"Approved by: {change.approved_by}." if change.approved_by else ""]
    said += [f"Decision: {change.decision_url}" if change.decision_url else ""]
    said += ["Correction of a slip." if change.correction else ""]
    said += ["This is an example." if change.example else ""]
    return [each for each in said if each]
