"""The table of roles against My desk and every page that one of its counts leads to."""

import pytest
from asking_pages import CLOSED, OPEN, account, ask, differences
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from factories import UserFactory

from desk.my_desk import TRAYS, WHOLE
from desk.roles import roles
from desk.trays.gathering import list_of, whole

pytestmark = pytest.mark.django_db

READ_ONLY = None
"""What a page needs to which nothing can be sent."""
PROMISES, REPORTS = {"priorities.deliverable": "v"}, {"priorities.progressupdate": "v"}
STORIES, SENT_IN, CONSENT = {"stories.story": "v"}, {"stories.storysubmission": "v"}, {"stories.consent": "c"}
RUNS, QUESTIONS = {"plan_documents.importrun": "v"}, {"dashboards.pack": "v", "dashboards.question": "v"}
PERIODS, RELEASES = {"outcomes.electionperiod": "v"}, {"outcomes.electionperiod": "r"}

HELD_BACK = reverse("admin:outcomes_electionperiod_held_back")
LED_TO = {
    reverse("admin:index"): {},
    whole("not-published"): {},
    whole("spreadsheets"): {},
    whole("consent"): CONSENT,
    whole("decided"): {},
    whole("last-imports"): RUNS,
    whole("last-spreadsheets"): {},
    list_of("priorities_deliverable", "waits=me"): PROMISES,
    list_of("priorities_progressupdate", "state__exact=awaiting"): REPORTS,
    list_of("priorities_progressupdate", "state__exact=signed-off&to_be_published=ahead"): REPORTS,
    f"{reverse('questions')}?show=to-answer": QUESTIONS,
    f"{reverse('questions')}?show=to-approve": QUESTIONS,
    list_of("stories_storysubmission", "to-answer=yes"): SENT_IN,
    list_of("stories_story", "state__exact=draft&to_be_published=none"): STORIES,
    list_of("plan_documents_importrun", "state__exact=to-review"): RUNS,
    HELD_BACK: PERIODS,
}
"""The letters that each address asks for, by the records that it asks them of."""
SENT = {HELD_BACK: RELEASES} | {address: READ_ONLY for address in LED_TO if address.startswith(reverse("questions"))}
"""Where sending asks for something else than reading."""


def has_a_place(role) -> bool:
    """Whether the table gives the role anything at the desk."""
    return any(roles()[role][model._meta.label_lower] for model in admin.site._registry)


def expected_of(role, address, needs) -> str:
    if needs is READ_ONLY or (address.startswith(reverse("admin:index")) and not has_a_place(role)):
        return CLOSED
    return OPEN if all(set(letters) <= set(roles()[role][label]) for label, letters in needs.items()) else CLOSED


def test_desk_and_its_trays_are_open_to_the_roles_of_the_table_and_to_no_other():
    found, expected = {}, {}
    for role in roles():
        user = account(role)
        user.is_staff = has_a_place(role)
        for method, pages in {"GET": LED_TO, "POST": LED_TO | SENT}.items():
            for address, needs in pages.items():
                found[role, address, method] = ask(user, address, method)
                expected[role, address, method] = expected_of(role, address, needs)

    assert differences(found, expected) == {}
    assert len(found) == 8 * 2 * len(LED_TO)


def test_every_page_that_a_count_leads_to_is_asked_for():
    anybody, now = UserFactory(is_superuser=True), timezone.now()
    led_to = {tray.address for gather in TRAYS if (tray := gather(anybody, now)) and tray.address}

    assert led_to | {reverse("admin:index")} == LED_TO.keys()
    assert {whole(name) for name in WHOLE} <= led_to
