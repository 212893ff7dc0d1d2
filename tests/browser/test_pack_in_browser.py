"""A pack in a browser: an officer marks it as final, a councillor reads, prints and downloads it."""

import re
from datetime import timedelta
from io import BytesIO

import docx
import pytest
from django.utils import timezone
from factories import CouncillorAccountFactory, MeetingFactory, OfficerFactory
from pack_example import small_council
from problems import problems_at_every_width

from dashboards.models import Pack

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

REASON = "Example: the papers of the meeting are sent out today."


@pytest.fixture
def council():
    return small_council(timezone.localdate())


def test_officer_marks_the_pack_final_and_councillor_prints_it(open_as, live_server, council):
    officer = open_as(OfficerFactory(user__is_superuser=True, role="Example plan manager").user)
    officer.goto(f"{live_server.url}/dashboard/meetings/{council.meeting.pk}/pack/", wait_until="load")
    problems = problems_at_every_width(officer)
    assert officer.input_value("#id_final-role") == "Example plan manager"
    with officer.expect_navigation(wait_until="load"):
        officer.click("text=Mark as final")
    assert officer.evaluate("document.activeElement.id") == "faults"
    problems += problems_at_every_width(officer, status=400)
    officer.fill("#id_final-reason", REASON)
    with officer.expect_navigation(wait_until="load"):
        officer.click("text=Mark as final")
    pack = Pack.objects.get()
    assert officer.url == f"{live_server.url}/dashboard/packs/{pack.pk}/"

    councillor = open_as(CouncillorAccountFactory().user)
    councillor.goto(officer.url, wait_until="load")
    problems += problems_at_every_width(councillor) + councillor.heard
    assert pack.sha256 in councillor.inner_text("main")
    assert councillor.locator("form:has-text('Mark as final')").count() == 0
    with councillor.expect_download() as download:
        councillor.click("text=Download it as a Word document")
    content = download.value.path().read_bytes()
    assert content == bytes(pack.docx)
    assert docx.Document(BytesIO(content)).core_properties.title == str(pack)
    assert problems == []


def test_printed_pack_numbers_its_pages_and_gives_whole_addresses(open_as, live_server, council):
    page = open_as(CouncillorAccountFactory().user)
    page.goto(f"{live_server.url}/dashboard/meetings/{council.meeting.pk}/pack/", wait_until="load")
    page.emulate_media(media="print")

    hidden = [".own-menu", ".masthead", ".footer", ".trail", "form.find"]
    assert [page.locator(each).first.is_visible() for each in hidden] == [False] * len(hidden)
    assert page.locator(".printed:has-text('/dashboard/all/overdue/?since=')").first.is_visible()
    pages = page.pdf(prefer_css_page_size=True, format="A4", tagged=True)
    assert 8 <= len(re.findall(rb"/Type\s*/Page[^s]", pages)) <= 16
    assert page.heard == []


def test_pack_is_counted_from_another_meeting_by_keyboard(open_as, live_server, council):
    earlier = MeetingFactory(held_on=council.day - timedelta(days=150), title="Cabinet in spring")
    page = open_as(CouncillorAccountFactory().user)
    page.goto(f"{live_server.url}/dashboard/meetings/{council.meeting.pk}/pack/", wait_until="load")
    page.select_option("#id_since", str(earlier.pk))
    page.focus("form.find button")
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press("Enter")

    assert "What changed is counted since Cabinet in spring" in page.inner_text(".stands")
    assert page.locator("[data-figure=delivered] .amount").first.inner_text().startswith("2")
