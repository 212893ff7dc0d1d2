"""The table of roles against the dashboards; and no address but those that are meant to takes what is sent to it."""

import pytest
from asking_pages import CLOSED, OPEN, account, ask, differences
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.views.generic import RedirectView
from factories import DeliverableFactory, DirectorateFactory, MeetingFactory, QuestionFactory

from desk.roles import roles

pytestmark = pytest.mark.django_db

PACK, QUESTION = "dashboards.pack", "dashboards.question"
TAKES_WHAT_IS_SENT = ("admin/", "dashboard/", "sign-in/")
"""Where people sign in, or have signed in."""
DECISIONS = {"preview", "preview-page"}
"""A director without an account answers on the page of a signed link."""


def dashboard_pages(directorate):
    """Each address, the letters that open it, and what is sent to it: nothing, where it is only asked for."""
    promise = DeliverableFactory(directorate=directorate)
    question, meeting = QuestionFactory(deliverable=promise), MeetingFactory()
    answer = {"do": "answer", "answer-text": "The roof is on.", "answer-role": "Example role", "revision": "1"}
    reading = [
        reverse("dashboard"),
        reverse("dashboard-everything"),
        reverse("dashboard-meetings"),
        reverse("dashboard-meeting", args=[meeting.pk]),
        reverse("pack", args=[meeting.pk]),
        reverse("notes"),
    ]
    asking = f"{reverse('ask')}?deliverable={promise.pk}"
    return [
        *((address, {PACK: "v"}, None) for address in reading),
        (reverse("questions"), {PACK: "v", QUESTION: "v"}, None),
        (reverse("question", args=[question.pk]), {PACK: "v", QUESTION: "v"}, None),
        (reverse("question", args=[question.pk]), {QUESTION: "w"}, answer),
        (asking, {QUESTION: "a"}, {"ask-text": "When will it open?"}),
        (reverse("pack", args=[meeting.pk]), {PACK: "a"}, {}),
    ]


def test_dashboard_is_open_to_the_roles_of_the_table_and_to_no_other():
    directorate = DirectorateFactory()
    pages, found, expected = dashboard_pages(directorate), {}, {}
    for role in roles():
        user = account(role, directorate)
        for address, needs, sent in pages:
            asked = (role, address, "GET" if sent is None else "POST")
            found[asked] = ask(user, address, asked[2], **(sent or {}))
            allowed = all(set(letters) <= set(roles()[role][label]) for label, letters in needs.items())
            expected[asked] = OPEN if allowed else CLOSED

    assert differences(found, expected) == {}


def views_of(patterns, at=""):
    """Every address that there is, as its route is written, with its pattern."""
    for each in patterns:
        route = f"{at}{each.pattern}"
        if isinstance(each, URLPattern):
            yield route, each
        elif isinstance(each, URLResolver):
            yield from views_of(each.url_patterns, route)


def takes_what_is_sent(pattern) -> bool:
    """Whether a view answers POST with anything but a refusal or a way elsewhere, or writes."""
    view = getattr(pattern.callback, "view_class", None)
    if view:
        return hasattr(view, "post") and not issubclass(view, RedirectView)
    with CaptureQueriesContext(connection) as asked:
        answer = pattern.callback(RequestFactory().post("/"), **dict.fromkeys(pattern.pattern.converters, "example"))
    writes = [each["sql"] for each in asked if not each["sql"].startswith(("SELECT", "WITH", "EXPLAIN"))]
    return bool(writes) or not (answer.status_code in (403, 405) or 300 <= answer.status_code < 400)


def test_public_address_takes_nothing_that_is_sent_to_it():
    public = [
        (route, pattern)
        for route, pattern in views_of(get_resolver().url_patterns)
        if not route.startswith(TAKES_WHAT_IS_SENT)
    ]

    taking = {pattern.name or route for route, pattern in public if takes_what_is_sent(pattern)}

    assert (taking, len(public) > 40) == (DECISIONS, True)
