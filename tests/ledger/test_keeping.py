"""Nothing typed at the officers' desk is lost: kept when it is not saved, offered again, and shown to nobody else."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from factories import (
    DeliverableFactory,
    ImportRunFactory,
    PlaceFactory,
    PlanFactory,
    ProgressUpdateFactory,
    UserFactory,
)

from ledger.keeping import drafts
from ledger.keeping.middleware import PRESS_AGAIN
from ledger.keeping.slips import Slip
from ledger.keeping.typed import SLIP
from ledger.models import KeptForm, save_with_reason
from outcomes.models import Place
from outcomes.sealing import SealRefused, seal
from priorities.models import Deliverable, ProgressUpdate

pytestmark = pytest.mark.django_db

REASON = "The contractor went into administration."
KEEP = "/admin/kept/"


@pytest.fixture
def officer():
    return UserFactory(username="officer", is_superuser=True)


@pytest.fixture
def desk(client, officer):
    client.force_login(officer)
    client.raise_request_exception = False
    return client


@pytest.fixture
def place():
    return PlaceFactory(name="Example ward", kind="ward")


def page_of(record, page="change"):
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_{page}", args=[record.pk])


def sent_by(page, **changes):
    """What a browser sends of the main form of a page, but for ``changes``."""
    formsets = [inline.formset for inline in page.context.get("inline_admin_formsets", [])]
    forms = [page.context["adminform"].form]
    for formset in formsets:
        forms += [formset.management_form, *formset.forms]
    values = {field.html_name: field.value() for form in forms for field in form}
    values = {name: value for name, value in values.items() if value not in (None, "")}
    return values | {SLIP: slip_in(page)} | changes


def slip_in(page):
    return text_of(page).split(f'name="{SLIP}" value="')[1].split('"')[0]


def send(client, address, sent):
    """Fill in nothing but ``sent`` on the page at this address, and send it."""
    return client.post(address, {SLIP: slip_in(client.get(address))} | sent)


def kept_by(user):
    return [(kept.address, dict(kept.typed)) for kept in KeptForm.objects.filter(user=user).order_by("pk")]


def text_of(answer):
    return " ".join(answer.content.decode().split())


def type_in(user, address, **typed):
    pairs = [[name, str(value)] for name, value in typed.items() if name != SLIP]
    return drafts.keep(user.pk, address, "A page", pairs)


# What is kept, and what lets it go


def test_form_that_comes_back_with_faults_is_kept_until_it_is_saved(desk, officer, place):
    page = page_of(place)
    answer = desk.post(page, sent_by(desk.get(page), name="", source="Example report"))
    assert (answer.status_code, kept_by(officer)[0][1]["source"]) == (200, "Example report")

    answer = desk.post(page, sent_by(desk.get(page), name="Other ward", source="Example report"))
    assert (answer.status_code, kept_by(officer)) == (302, [])


def test_only_the_last_draft_of_a_page_is_kept(desk, officer, place):
    slip = slip_in(desk.get(page_of(place)))
    for source in ("First", "Second"):
        desk.post(page_of(place), {SLIP: slip, "name": "", "source": source})
    assert [typed["source"] for _, typed in kept_by(officer)] == ["Second"]


def keep_on(desk, page, **typed):
    """Type this on a page that stands open."""
    desk.post(KEEP, {SLIP: slip_in(page)} | typed)


def test_new_typing_leaves_what_was_kept_before_and_is_offered_beside_it(desk, officer, place):
    keep_on(desk, desk.get(page_of(place)), name="Example ward", source="A long text.")
    keep_on(desk, desk.get(page_of(place)), name="Example ward", source="New")

    said = text_of(desk.get(page_of(place)))
    first, second = KeptForm.objects.order_by("pk")
    assert [dict(each.typed)["source"] for each in (first, second)] == ["A long text.", "New"]
    assert [said.count(f'href="{each.address_to_take_up()}"') for each in (first, second)] == [1, 1]
    assert 'value="A long text."' in text_of(desk.get(first.address_to_take_up()))


def test_two_pages_that_stand_open_at_once_keep_their_own(desk, officer, place):
    pages = [desk.get(page_of(place)), desk.get(page_of(place))]
    for typed in ("A long text.", "A longer text."):
        for number, page in enumerate(pages):
            keep_on(desk, page, source=f"{number}: {typed}")
    assert [typed["source"] for _, typed in kept_by(officer)] == ["0: A longer text.", "1: A longer text."]


def test_draft_that_says_the_same_as_a_later_one_is_kept_once(desk, officer, place):
    for source in ("A long text.", "A long text.", "A long"):
        keep_on(desk, desk.get(page_of(place)), source=source)
    assert [typed["source"] for _, typed in kept_by(officer)] == ["A long text.", "A long"]


def test_form_that_is_emptied_again_keeps_nothing(desk, officer, place):
    page = desk.get(page_of(place))
    keep_on(desk, page, source="Typed here by mistake.")
    keep_on(desk, page, source=" ")
    assert kept_by(officer) == []


def test_saving_lets_go_of_the_page_that_was_saved_and_of_nothing_else(desk, officer, place):
    keep_on(desk, desk.get(page_of(place)), name="Example ward", source="A long text.")
    page = desk.get(page_of(place))
    keep_on(desk, page, name="Other ward", source="Other")
    desk.post(page_of(place), sent_by(page, name="Other ward", source="Other"))
    assert (Place.objects.get().name, [typed["source"] for _, typed in kept_by(officer)]) == (
        "Other ward",
        ["A long text."],
    )


def test_add_pages_that_ask_for_different_things_keep_a_draft_each(desk, officer):
    add = reverse("admin:outcomes_place_add")
    for kind in ("ward", "town"):
        send(desk, f"{add}?kind={kind}&_changelist_filters=x", {"name": kind})
    assert [address for address, _ in kept_by(officer)] == [f"{add}?kind=ward", f"{add}?kind=town"]


@pytest.mark.parametrize(
    ("address", "sent"),
    [
        ("/admin/login/", {"username": "officer", "password": "wrong"}),
        ("/admin/password_change/", {"old_password": "x", "new_password1": "y"}),
        ("/admin/outcomes/place/", {"action": "delete_selected", "text": "typed"}),
        ("/admin/nothing/", {"text": "typed"}),
        ("/nothing/", {"text": "typed"}),
    ],
)
def test_what_is_no_form_of_a_record_is_never_kept(desk, officer, address, sent):
    desk.post(address, sent | {SLIP: Slip(officer.pk, address).signed()})
    assert KeptForm.objects.count() == 0


def test_new_account_that_was_refused_is_kept_without_its_password(desk, officer):
    send(desk, "/admin/auth/user/add/", {"username": "", "usable_password": "true", "password1": "x", "password2": "y"})
    assert kept_by(officer) == []
    send(desk, "/admin/auth/user/add/", {"username": "new one", "password1": "x", "password2": "y"})
    assert kept_by(officer) == [("/admin/auth/user/add/", {"username": "new one"})]


def test_window_for_a_related_record_that_saves_lets_its_draft_go(desk, officer):
    add = reverse("admin:outcomes_outcome_add")
    send(desk, f"{add}?_popup=1", {"name": "Best start", "_popup": "1"})
    assert len(kept_by(officer)) == 1
    answer = desk.post(f"{add}?_popup=1", {"name": "Best start", "slug": "best-start", "order": "1", "_popup": "1"})
    assert (answer.status_code, kept_by(officer)) == (200, [])


def test_seal_that_is_refused_late_is_kept_though_it_leads_on(desk, officer, monkeypatch):
    def refuse(*args, **kwargs):
        raise SealRefused("Somebody sealed it a moment ago.")

    monkeypatch.setattr("outcomes.admin.seals.seal", refuse)
    plan = PlanFactory(state="current")
    add = reverse("admin:outcomes_seal_add")
    answer = send(desk, add, {"plan": plan.pk, "day": timezone.localdate(), "sealed_by": "Example role"})
    assert (answer.status_code, [address for address, _ in kept_by(officer)]) == (302, [add])


@pytest.mark.parametrize("sent", [{"name": "a\x00b"}, {"name": "x" * 600_000}, {"\x00": "y"}, {"name": "\ud7ff🙂"}])
def test_whatever_is_sent_is_answered(desk, place, sent):
    assert send(desk, page_of(place), sent).status_code in (200, 400)
    assert desk.get(page_of(place)).status_code == 200


def test_more_fields_than_can_be_read_are_refused_without_a_failure(desk, place, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 2
    answer = desk.post(page_of(place), {"a": "1", "b": "2", "c": "3"})
    assert (answer.status_code, KeptForm.objects.count()) == (400, 0)


def test_drafts_of_one_officer_are_limited_in_number(officer, monkeypatch):
    monkeypatch.setattr(drafts, "MOST_FOR_ONE", 2)
    for number in range(3):
        type_in(officer, f"/admin/{number}/", name="x")
    assert [address for address, _ in kept_by(officer)] == ["/admin/1/", "/admin/2/"]


def test_old_drafts_go_on_sign_in_and_by_command(desk, officer, capsys):
    for each in ("/admin/old/", "/admin/new/"):
        type_in(officer, each, name="x")
    KeptForm.objects.filter(address="/admin/old/").update(kept_at=timezone.now() - timedelta(days=31))
    call_command("forget_kept_forms")
    assert ([address for address, _ in kept_by(officer)], capsys.readouterr().out) == (
        ["/admin/new/"],
        "1 draft was older than 30 days and is gone.\n0 spreadsheets were older than 30 days and are gone.\n",
    )
    KeptForm.objects.update(kept_at=timezone.now() - timedelta(days=31))
    Client().force_login(officer)
    assert kept_by(officer) == []


@pytest.mark.parametrize("slip", ["", "forged"])
def test_what_no_page_of_the_portal_offered_is_not_kept(desk, place, slip):
    answer = desk.post(page_of(place), {"name": "", "source": "Made by hand", SLIP: slip})
    assert (answer.status_code, KeptForm.objects.count()) == (200, 0)


def test_form_made_by_hand_by_who_may_not_send_it_is_refused_and_not_kept(client, place):
    auditor = UserFactory()
    client.force_login(auditor)
    answer = client.post(page_of(place), {"name": "Made by hand"})
    assert (answer.status_code, "but kept" in text_of(answer), kept_by(auditor)) == (403, False, [])
    answer = client.get(page_of(place))
    assert (answer.status_code, "Made by hand" in text_of(answer)) == (403, False)


@pytest.mark.parametrize(
    "address", ["/admin/outcomes/place/%00/change/", "/admin/outcomes/place/add/?kept=/admin/%00", "/admin/%00/?a=%00"]
)
def test_null_character_in_an_address_is_answered(desk, address):
    assert desk.get(address).status_code < 500


# Offered again


def test_page_says_when_something_was_typed_and_shows_it(desk, officer, place):
    KeptForm.objects.create(
        user=officer, address=page_of(place), typed=[["source", "A <b>report</b>"], ["_file", "Photo"]]
    )
    KeptForm.objects.update(kept_at="2026-11-22T10:32:00Z")
    said = text_of(desk.get(page_of(place)))
    assert "You typed something here at 10:32 on 22 November that was not saved." in said
    assert "<dt>Source</dt> <dd> <pre>A &lt;b&gt;report&lt;/b&gt;</pre>" in said
    assert "The file for “Photo” is not kept: choose it again." in said
    assert 'placeholder="A <b>' not in said


def test_taking_it_up_again_fills_the_form_and_writes_nothing(desk, officer, place):
    type_in(officer, page_of(place), **sent_by(desk.get(page_of(place)), name="Typed ward", source="Typed"))
    page = desk.get(KeptForm.objects.get().address_to_take_up())
    form = page.context["adminform"].form
    assert (page.status_code, form["name"].value(), page.context["subtitle"]) == (200, "Typed ward", "Example ward")
    assert (Place.objects.get().name, place.history.count(), len(kept_by(officer))) == ("Example ward", 1, 1)
    assert "stands in the form again. It is not saved yet." in text_of(page)

    answer = desk.post(page_of(place) + "?kept=1", sent_by(page))
    assert (answer.status_code, Place.objects.get().name, kept_by(officer)) == (302, "Typed ward", [])


def test_taking_up_an_add_page_writes_nothing(desk, officer):
    add = reverse("admin:outcomes_place_add")
    type_in(officer, add, name="New ward", slug="new-ward", kind="ward")
    page = desk.get(f"{add}?kept=1")
    assert (page.context["adminform"].form["name"].value(), Place.objects.count()) == ("New ward", 0)


def test_taking_it_up_meets_what_others_changed_meanwhile(desk, officer):
    deliverable = DeliverableFactory(text="Open a hub.")
    sent = sent_by(desk.get(page_of(deliverable)), text="Open three hubs.", why_reason=REASON)
    type_in(officer, page_of(deliverable), **sent)
    deliverable.text = "Open two hubs."
    save_with_reason(deliverable, REASON)

    page = desk.get(f"{page_of(deliverable)}?kept=1")

    conflict = page.context["conflicts"][0]
    assert (conflict.record, page.context["subtitle"]) == ("Open two hubs.", "Open two hubs.")
    assert "Open three hubs." in text_of(page)
    assert desk.post(page_of(deliverable), sent_by(page)).status_code == 302
    assert Deliverable.objects.get().text == "Open three hubs."


def test_taking_it_up_gives_back_rows_that_were_added(desk, officer):
    deliverable = DeliverableFactory()
    row = {"evidence_links-TOTAL_FORMS": "1", "evidence_links-0-title": "Report", "evidence_links-0-url": "no address"}
    desk.post(page_of(deliverable), sent_by(desk.get(page_of(deliverable)), **row))
    page = desk.get(f"{page_of(deliverable)}?kept=1")
    assert "Report" in [form["title"].value() for form in rows_of(page, "evidence_links")]


def rows_of(page, prefix):
    formsets = {inline.formset.prefix: inline.formset for inline in page.context["inline_admin_formsets"]}
    return formsets[prefix].forms


def test_page_that_is_no_desk_of_the_ledger_is_filled_as_well(desk, officer):
    other = UserFactory(username="colleague", first_name="Old")
    address = f"/admin/auth/user/{other.pk}/change/"
    send(desk, address, {"username": "", "first_name": "Typed", "is_staff": "on"})
    page = text_of(desk.get(f"{address}?kept=1"))
    other.refresh_from_db()
    assert ('value="Typed"' in page, other.first_name) == (True, "Old")


def test_restoring_page_keeps_its_reason_too(desk, officer):
    deliverable = DeliverableFactory(text="Open a hub.")
    version = deliverable.history.latest().pk
    deliverable.text = "Open two hubs."
    save_with_reason(deliverable, REASON)
    address = reverse("admin:priorities_deliverable_restore", args=[deliverable.pk, version])
    send(desk, address, {"why_reason": "tbc", "why_approved_by": "Example role"})
    assert kept_by(officer) == [(address, {"why_reason": "tbc", "why_approved_by": "Example role"})]
    page = text_of(desk.get(f"{address}?kept=1"))
    assert 'value="Example role"' in page


def test_throwing_it_away_drops_it(desk, officer, place):
    kept = type_in(officer, page_of(place), name="x")
    answer = desk.post(reverse("throw-away-typed", args=[kept.pk]))
    assert (answer["Location"], kept_by(officer)) == (page_of(place), [])


def test_throwing_it_away_elsewhere_leads_to_the_desk(desk, officer, place):
    kept = type_in(officer, page_of(place), name="x")
    answer = desk.post(reverse("throw-away-typed", args=[kept.pk]), {"to_desk": "1"}, follow=True)
    assert (answer.redirect_chain, kept_by(officer)) == ([("/admin/", 302)], [])
    assert "Thrown away: A page." in text_of(answer)


def sent_once_it_was_settled(desk, **typed):
    """The answer of the review page of an import to what is sent when it was settled meanwhile; and its address."""
    run = ImportRunFactory()
    address = reverse("admin:plan_documents_importrun_review", args=[run.pk])
    slip = slip_in(desk.get(address))
    run.state = "applied"
    run.save()
    return desk.post(address, {SLIP: slip, "reviewed": "x", "apply": "Apply", **typed}), address


def test_draft_whose_page_only_leads_on_is_read_and_thrown_away_on_a_page_of_its_own(desk, officer):
    answer, address = sent_once_it_was_settled(desk, why_reason="Agreed in cabinet.")
    kept = KeptForm.objects.get()
    assert (answer.status_code, kept.address) == (302, address)

    answer = desk.get(kept.address_to_take_up(), follow=True)

    throw_away = reverse("throw-away-typed", args=[kept.pk])
    assert answer.redirect_chain == [(reverse("read-typed", args=[kept.pk]), 302)]
    said = text_of(answer)
    assert "<pre>Agreed in cabinet.</pre>" in said
    assert [f'href="{address}"' in said, f'action="{throw_away}"' in said] == [True, True]
    assert f'action="{throw_away}"' in text_of(desk.get("/admin/"))


def test_press_of_a_button_that_came_too_late_is_not_kept(desk, officer):
    answer, _ = sent_once_it_was_settled(desk)
    assert (answer.status_code, kept_by(officer)) == (302, [])


def test_draft_of_a_record_that_is_gone_can_be_thrown_away(desk, officer, place):
    page = page_of(place)
    kept = type_in(officer, page, name="Typed ward")
    place.delete()
    answer = desk.get(page)
    assert (answer.status_code, f'action="{reverse("throw-away-typed", args=[kept.pk])}"' in text_of(answer)) == (
        410,
        True,
    )


@pytest.mark.parametrize("pk", [0, 10**30])
def test_draft_that_is_not_there_is_not_found(desk, pk):
    pages = [reverse("read-typed", args=[pk]), reverse("throw-away-typed", args=[pk])]
    assert [desk.get(pages[0]).status_code, desk.post(pages[1]).status_code] == [404, 404]


def test_throwing_away_by_following_a_link_does_nothing(desk, officer, place):
    kept = type_in(officer, page_of(place), name="x")
    assert (desk.get(reverse("throw-away-typed", args=[kept.pk])).status_code, len(kept_by(officer))) == (405, 1)


@pytest.mark.parametrize("kept", [0, 1, 3])
def test_page_takes_one_question_more_whatever_is_kept(desk, officer, place, kept):
    desk.get(page_of(place))
    for number in range(kept):
        type_in(officer, page_of(place) if number == 0 else f"/admin/{number}/", name="x")
    with CaptureQueriesContext(connection) as captured:
        desk.get(page_of(place))
    assert len([query for query in captured if "ledger_keptform" in query["sql"]]) == 1


@pytest.mark.parametrize("method", ["head", "options", "put", "patch", "delete"])
def test_page_asked_for_in_another_way_is_answered_and_keeps_nothing(desk, place, method):
    answer = getattr(desk, method)(f"{page_of(place)}?kept=1")
    assert (answer.status_code < 500, KeptForm.objects.count()) == (True, 0)


# Only one's own


def test_nobody_else_reads_takes_up_or_throws_away_what_was_kept(client, officer, place):
    kept = type_in(officer, page_of(place), name="My own words")
    client.force_login(UserFactory(is_superuser=True))
    pages = [page_of(place), f"{page_of(place)}?kept=1", f"{reverse('admin:outcomes_place_add')}?kept={page_of(place)}"]
    pages.append(reverse("read-typed", args=[kept.pk]))
    assert ["My own words" in text_of(client.get(page)) for page in pages] == [False] * 4
    assert client.post(reverse("throw-away-typed", args=[kept.pk])).status_code == 404
    assert client.post(KEEP, {SLIP: Slip(officer.pk, page_of(place)).signed(), "name": "x"}).status_code == 403
    assert kept_by(officer) == [(page_of(place), {"name": "My own words"})]


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_throws_anything_away_without_signing_in(client, officer, method):
    kept = type_in(officer, "/admin/", name="x")
    answer = getattr(client, method)(reverse("throw-away-typed", args=[kept.pk]))
    assert (answer.status_code, len(kept_by(officer))) == (302, 1)


# Kept while typing


def test_what_is_being_typed_is_kept_where_the_slip_says(desk, officer, place):
    answer = desk.post(KEEP, {SLIP: slip_in(desk.get(page_of(place))), "name": "Half a", "csrfmiddlewaretoken": "x"})
    at = timezone.localtime(KeptForm.objects.get().kept_at)
    assert (answer.json(), kept_by(officer)) == (
        {"said": f"Kept at {at:%H:%M}."},
        [(page_of(place), {"name": "Half a"})],
    )
    assert KeptForm.objects.get().title == "Change place: Example ward"


@pytest.mark.parametrize("slip", ["", "forged", Slip(10**6, "/admin/").signed()], ids=["none", "forged", "of nobody"])
def test_nothing_is_kept_without_a_slip_of_ours(client, slip):
    answer = client.post(KEEP, {SLIP: slip, "name": "x"})
    assert (answer.status_code, KeptForm.objects.count()) == (403, 0)


def test_nothing_is_kept_while_typing_for_who_no_longer_works_here(client, officer):
    officer.is_active = False
    officer.save()
    assert client.post(KEEP, {SLIP: Slip(officer.pk, "/admin/").signed(), "name": "x"}).status_code == 403


def test_keeping_is_asked_by_post_alone_and_nothing_typed_is_nothing_kept(desk, officer):
    assert desk.get(KEEP).status_code == 405
    assert desk.post(KEEP, {SLIP: Slip(officer.pk, "/admin/").signed()}).json() == {"said": ""}


# The session ended meanwhile


def test_text_sent_after_the_session_ended_is_kept_and_offered_after_signing_in(desk, officer, place):
    officer.set_password("to try")
    officer.save()
    desk.force_login(officer)
    sent = sent_by(desk.get(page_of(place)), name="Typed ward")
    desk.logout()

    answer = desk.post(page_of(place), sent)
    assert (answer.status_code, answer["Location"]) == (302, f"/admin/login/?next={page_of(place)}")
    sign_in = desk.get(answer["Location"])["Location"]
    assert "What you typed is kept: sign in again" in text_of(desk.get(sign_in))
    answer = desk.post(sign_in, {"username": "officer", "password": "to try"}, follow=True)
    assert "that was not saved" in text_of(answer)
    page = desk.get(f"{page_of(place)}?kept=1")
    assert desk.post(page_of(place), sent_by(page)).status_code == 302
    assert (Place.objects.get().name, kept_by(officer)) == ("Typed ward", [])


def test_text_of_somebody_who_no_longer_works_here_is_kept_though_not_shown(desk, officer, place):
    sent = {"name": "Typed ward", SLIP: slip_in(desk.get(page_of(place)))}
    officer.is_staff = officer.is_superuser = False
    officer.save()
    answer = desk.post(page_of(place), sent)
    assert (answer.status_code, len(kept_by(officer))) == (302, 1)
    assert "is no longer open to this desk" in text_of(desk.get(answer["Location"]))


def test_press_of_a_button_after_the_session_ended_is_said_not_to_count_after_signing_in(desk, officer, place):
    page = page_of(place, "delete")
    slip = slip_in(desk.get(page))
    desk.logout()

    answer = desk.post(page, {SLIP: slip, "post": "yes"})
    desk.force_login(officer)
    said = desk.get(parse_qs(urlsplit(answer["Location"]).query)["next"][0])

    assert (said.status_code, kept_by(officer), Place.objects.count()) == (200, [], 1)
    assert PRESS_AGAIN in text_of(said)


@pytest.mark.parametrize("slip", ["", "forged"])
def test_text_sent_by_nobody_without_a_slip_of_ours_is_not_kept(client, place, slip):
    assert client.post(page_of(place), {"name": "x", SLIP: slip}).status_code == 302
    assert KeptForm.objects.count() == 0


def test_text_of_a_form_that_is_refused_as_forged_is_kept_for_whom_it_was_made(officer, place):
    client = Client(enforce_csrf_checks=True)
    client.force_login(officer)
    sent = {"name": "Typed ward", SLIP: slip_in(client.get(page_of(place)))}
    answer = client.post(page_of(place), sent)
    assert (answer.status_code, kept_by(officer)) == (403, [(page_of(place), {"name": "Typed ward"})])
    said = text_of(answer)
    assert "or you signed in again in another window meanwhile, so nothing was saved." in said
    assert "<pre>Typed ward</pre>" in said


def test_text_of_a_forged_form_is_kept_for_nobody(officer, place):
    client = Client(enforce_csrf_checks=True)
    client.force_login(officer)
    answer = client.post(page_of(place), {"name": "Forged"})
    assert (answer.status_code, KeptForm.objects.count()) == (403, 0)
    assert "Forged" not in text_of(answer)


def test_text_typed_on_a_page_made_for_somebody_else_is_that_persons(officer, place):
    client = Client(enforce_csrf_checks=True)
    other = UserFactory(is_superuser=True)
    client.force_login(other)
    client.post(page_of(place), {"name": "Officer's words", SLIP: Slip(officer.pk, page_of(place)).signed()})
    assert (len(kept_by(officer)), kept_by(other)) == (1, [])


# The record, a row or the permission is gone


def test_record_deleted_meanwhile_is_told_with_everything_typed(desk, officer):
    place = PlaceFactory(name="Example ward")
    page = page_of(place)
    sent = sent_by(desk.get(page), name="Typed ward", source="Example report")
    desk.post(page_of(place, "delete"), {"post": "yes", "why_reason": "Entered twice."})

    answer = desk.post(page, sent)

    said = text_of(answer)
    assert (answer.status_code, kept_by(officer)[0][1]["name"]) == (410, "Typed ward")
    assert "officer deleted this place at" in said
    assert "Their reason: Entered twice." in said
    assert "<pre>Example report</pre>" in said
    assert "Add it anew with what you typed" in said
    new = desk.get(reverse("admin:outcomes_place_add"), {"kept": page})
    assert new.context["adminform"].form["name"].value() == "Typed ward"
    answer = desk.post(reverse("admin:outcomes_place_add"), sent_by(new, slug="typed-ward"))
    assert (answer.status_code, Place.objects.get().name, kept_by(officer)) == (302, "Typed ward", [])


def test_page_of_a_record_deleted_meanwhile_shows_what_was_kept_of_it(desk, officer, place):
    type_in(officer, page_of(place), name="Typed ward")
    address = page_of(place)
    place.delete()
    answer = desk.get(address)
    assert (answer.status_code, "<pre>Typed ward</pre>" in text_of(answer)) == (410, True)
    assert "Only you can read it" in text_of(answer)


@pytest.mark.parametrize("key", ["999", "abc", "9" * 30, "_00"])
def test_record_that_never_was_leads_to_the_desk(desk, key):
    answer = desk.get(f"/admin/outcomes/place/{key}/change/")
    assert answer.status_code in (302, 400)


def test_row_deleted_meanwhile_is_told_and_added_anew_on_saving_again(desk, officer):
    update = ProgressUpdateFactory(commentary="First words.", state="draft")
    deliverable = update.deliverable
    sent = sent_by(desk.get(page_of(deliverable)), **{"updates-0-commentary": "Typed words."})
    update.delete()

    page = desk.post(page_of(deliverable), sent)

    row = rows_of(page, "updates")[0]
    assert (page.status_code, row["commentary"].value()) == (200, "Typed words.")
    assert row.non_field_errors()[0].startswith("Somebody deleted this progress update at")
    assert "is not in the list" not in text_of(page)
    assert "Typed words." in text_of(page)
    answer = desk.post(page_of(deliverable), sent_by(page))
    assert (answer.status_code, [each.commentary for each in ProgressUpdate.objects.all()]) == (302, ["Typed words."])


def test_row_deleted_meanwhile_that_nobody_changed_stays_deleted(desk):
    update = ProgressUpdateFactory(state="draft")
    deliverable = update.deliverable
    sent = sent_by(desk.get(page_of(deliverable)))
    update.delete()
    answer = desk.post(page_of(deliverable), sent)
    assert (answer.status_code, ProgressUpdate.objects.count()) == (302, 0)


def test_row_deleted_meanwhile_can_be_left_out(desk):
    update = ProgressUpdateFactory(state="draft")
    deliverable = update.deliverable
    sent = sent_by(desk.get(page_of(deliverable)), **{"updates-0-commentary": "Typed words.", "updates-0-DELETE": "on"})
    update.delete()
    answer = desk.post(page_of(deliverable), sent)
    assert (answer.status_code, ProgressUpdate.objects.count()) == (302, 0)


@pytest.mark.parametrize("key", ["", "abc", "999999", "9" * 40, "-1", "\x00"])
def test_row_with_a_key_that_never_was_is_refused(desk, key):
    update = ProgressUpdateFactory(state="draft")
    sent = sent_by(desk.get(page_of(update.deliverable)), **{"updates-0-id": key, "updates-0-commentary": "Typed."})
    answer = desk.post(page_of(update.deliverable), sent)
    assert (answer.status_code in (200, 302, 400), ProgressUpdate.objects.filter(pk=update.pk).exists()) == (True, True)


def test_more_rows_than_anybody_types_are_refused_with_a_sentence(desk):
    deliverable = DeliverableFactory()
    sent = sent_by(desk.get(page_of(deliverable)), **{"updates-TOTAL_FORMS": "999", "updates-INITIAL_FORMS": "999"})
    answer = desk.post(page_of(deliverable), sent)
    assert (answer.status_code, len(rows_of(answer, "updates"))) == (200, 50)
    assert "No more than 50 rows can be added at a time, so nothing was saved." in text_of(answer)


def test_permission_taken_away_keeps_and_shows_what_was_typed(client, place):
    user = UserFactory()
    user.user_permissions.set(Permission.objects.filter(codename__in=["view_place", "change_place"]))
    client.force_login(user)
    sent = sent_by(client.get(page_of(place)), name="Typed ward")
    user.user_permissions.clear()
    answer = client.post(page_of(place), sent)
    assert (answer.status_code, len(kept_by(user)), "<pre>Typed ward</pre>" in text_of(answer)) == (403, 1, True)
    answer = client.get(page_of(place))
    assert (answer.status_code, "<pre>Typed ward</pre>" in text_of(answer)) == (403, True)


@pytest.mark.parametrize(("error", "status"), [(OverflowError("too large"), 400), (RuntimeError("fails"), 500)])
def test_failure_keeps_and_shows_what_was_typed(desk, officer, place, monkeypatch, error, status):
    def fail(*args, **kwargs):
        raise error

    monkeypatch.setattr(Place, "save", fail)
    answer = desk.post(page_of(place), sent_by(desk.get(page_of(place)), name="Typed ward"))
    assert (answer.status_code, len(kept_by(officer))) == (status, 1)
    assert ("<pre>Typed ward</pre>" in text_of(answer), "Not saved, but kept" in text_of(answer)) == (True, True)


def test_failure_while_keeping_leaves_the_answer_as_it_is(desk, place, monkeypatch):
    def fail(*args):
        raise OperationalError("The table is gone.")

    monkeypatch.setattr(drafts, "keep", fail)
    assert send(desk, page_of(place), {"name": "", "source": "Typed"}).status_code == 200


# What stands beside it


def test_heading_of_a_form_with_faults_is_the_record_and_not_what_was_typed(desk, place):
    page = desk.post(page_of(place), sent_by(desk.get(page_of(place)), name="Typed ward", kind="no such"))
    assert (page.context["subtitle"], str(page.context["original"])) == ("Example ward", "Example ward")


def test_reason_of_a_deletion_is_kept_in_the_history(desk, place):
    assert "Reason, if you want to give one" in text_of(desk.get(page_of(place, "delete")))
    desk.post(page_of(place, "delete"), {"post": "yes", "why_reason": " Entered\x00 twice. "})
    assert Place.history.latest().history_change_reason == "Entered twice."


def test_reason_of_a_deletion_from_the_list_is_kept_in_the_history(desk, place):
    sent = {"action": "delete_selected", "_selected_action": [place.pk]}
    address = reverse("admin:outcomes_place_changelist")
    assert "Reason, if you want to give one" in text_of(desk.post(address, sent))
    desk.post(address, sent | {"post": "yes", "why_reason": "Entered twice."})
    assert Place.history.latest().history_change_reason == "Entered twice."


def test_sealed_plan_says_why_it_is_not_deleted_and_speaks_of_no_permission(desk):
    plan = PlanFactory(state="current", title="Example plan")
    sealed = seal(plan, timezone.localdate(), sealed_by="Example role")
    said = text_of(desk.get(page_of(plan, "delete")))
    assert ["This plan is published, so it is never deleted" in said, str(sealed) in said, "permission" in said] == [
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(("state", "is_shown"), [("draft", False), ("current", True)])
def test_link_to_the_site_is_shown_where_residents_can_follow_it(desk, state, is_shown):
    page = desk.get(page_of(PlanFactory(state=state)))
    assert page.context["has_absolute_url"] is is_shown


@pytest.mark.parametrize(
    ("address", "read"),
    [
        ("/admin/priorities/deliverable/7/update/", [("How it is going", "On track"), ("Your role", "Director")]),
        ("/admin/priorities/progressupdate/7/change/", [("Status", "On track"), ("Author role", "Director")]),
        ("/admin/nothing/", [("Status", "on-track"), ("Author role", "Director")]),
    ],
)
def test_what_was_typed_is_read_in_the_words_of_its_form(officer, address, read):
    kept = KeptForm(user=officer, address=address, typed=[["status", "on-track"], ["author_role", "Director"]])

    assert [(each.label, each.value) for each in kept.readable()] == read
