"""Marking a pack as final: what is kept, who may, what is refused, and that the ledger gives the same again."""

import json
from collections import Counter
from datetime import date, timedelta
from io import BytesIO

import docx
import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.urls import reverse
from factories import (
    AppointmentFactory,
    CouncillorAccountFactory,
    CouncillorFactory,
    DeliverableFactory,
    ElectionPeriodFactory,
    MeasurementFactory,
    OfficerFactory,
    ProgressUpdateFactory,
    QuestionFactory,
    TargetFactory,
    UserFactory,
)
from pack_example import small_council

from dashboards.models import Pack
from dashboards.packs import freezing
from dashboards.packs.contents import contents
from dashboards.packs.freezing import PackRefused, as_kept, check, check_packs, mark_final, reproduce
from dashboards.packs.phrases import LISTS_GO_ON
from ledger.canonical import canonical_json, sha256_of
from ledger.models import save_with_reason
from ledger.refusals import KeptForGood, UntracedWriteError
from outcomes.models import Comparator, Indicator, Measurement, Target
from priorities.models import Appointment, Deliverable, Meeting, Portfolio, ProgressUpdate

pytestmark = pytest.mark.django_db

REASON = "Example: the papers of the meeting are sent out today."
ROLE = "Example plan manager"


@pytest.fixture
def council(clock):
    today = clock("2022-11-22 09:00").date()
    made = small_council(today)
    clock("2022-11-22 10:30")
    return made


@pytest.fixture
def officer():
    return OfficerFactory(user__is_superuser=True, role=ROLE).user


@pytest.fixture
def freeze(council, officer):
    def mark(**changes) -> Pack:
        return mark_final(council.meeting, council.before, **{"by": officer, "role": ROLE, "reason": REASON} | changes)

    return mark


@pytest.fixture
def pack(freeze):
    return freeze()


def change_everything(council) -> None:
    """What can happen on the day of a pack, after it was marked final, and about days before it."""
    off, risk = council.promises["off"], council.promises["risk"]
    ProgressUpdateFactory(deliverable=off, status="complete", as_of=council.day)
    ProgressUpdateFactory(deliverable=risk, status="on-track", as_of=council.day - timedelta(days=1))
    risk.text, risk.timescale_text = "Open a hub in two towns.", "By June 2030"
    save_with_reason(risk, "Example: nine towns have no building for a hub.")
    DeliverableFactory(priority=off.priority, timescale_text="By May 2022")
    held = Appointment.objects.get()
    held.ends_on = council.day
    held.save()
    AppointmentFactory(portfolio=Portfolio.objects.get(name="Example learning"), starts_on=council.day)
    MeasurementFactory(indicator=Indicator.objects.get(), value=99)
    QuestionFactory(deliverable=risk, asked_on=council.day, answer_due_on=council.day)
    ElectionPeriodFactory(starts_on=council.day, ends_on=council.day + timedelta(days=9))
    for meeting in (council.meeting, council.before):
        meeting.title = f"{meeting.title}, renamed"
        meeting.save()


def faults() -> list[str]:
    return [str(fault) for fault in check_packs(Counter())]


def test_final_pack_keeps_what_the_draft_said(council, pack):
    kept = json.loads(pack.document)
    draft = contents(council.meeting, council.day, council.before)

    assert {name: kept[name] for name in draft} == draft
    assert kept["final"] == {"known_at": "2022-11-22T10:30:00.000000Z", "prepared_as": ROLE, "reason": REASON}
    assert (pack.sha256, pack.state) == (sha256_of(pack.document.encode()), "final")


def test_ledger_gives_the_same_bytes_after_everything_changed(council, pack, clock):
    clock("2022-11-22 15:00")
    change_everything(council)
    clock("2023-02-01 09:00")
    change_of_name = Portfolio.objects.get(name="Example housing")
    change_of_name.name = "Homes"
    change_of_name.save()
    now = contents(Meeting.objects.get(pk=council.meeting.pk), council.day, council.before)

    assert canonical_json({**now, "final": None}) != pack.document.encode()
    assert reproduce(Pack.objects.get()) == pack.document.encode()
    assert faults() == []


def test_word_document_is_kept_byte_for_byte(council, pack, client, officer, clock):
    clock("2022-11-22 15:00")
    change_everything(council)
    client.force_login(officer)
    answer = client.get(reverse("final-pack-docx", args=[pack.pk]))

    assert (answer.content, answer["Cache-Control"]) == (bytes(pack.docx), "private, no-store")
    assert answer["Content-Disposition"] == ('attachment; filename="pack-cabinet-2022-12-01-as-at-2022-11-22.docx"')


def test_later_version_of_the_portal_may_word_and_add(pack):
    kept = {"sentence": "Three are late.", "count": 3, "rows": [{"number": 1, "label": "Late"}]}
    said = {"sentence": "3 late", "count": 3, "rows": [{"number": 1, "label": "L", "new": 4}], "more": {}}

    assert as_kept(said, kept) == kept
    assert as_kept(said | {"count": 4}, kept) == kept | {"count": 4}
    assert as_kept(said | {"rows": []}, kept) == kept | {"rows": []}


def test_final_pack_never_changes_and_never_goes(pack):
    pack.prepared_as = "Somebody else"
    with pytest.raises(KeptForGood):
        pack.save()
    with pytest.raises(KeptForGood):
        Pack.objects.get().delete()
    with pytest.raises(KeptForGood):
        Pack.objects.all().delete()
    with pytest.raises(UntracedWriteError):
        Pack.objects.update(prepared_as="Somebody else")


def test_pack_changed_past_the_portal_is_found(pack):
    document = pack.document.replace('"count":3', '"count":2')
    QuerySet(Pack).filter(pk=pack.pk).update(document=document)

    assert [fault.partition(": ")[2].split(".")[0] for fault in faults()] == [
        "its document does not fit its SHA-256",
        "the records no longer say the same of exceptions, portfolios, summary",
    ]


def test_ledger_changed_past_the_portal_is_found(council, pack):
    QuerySet(type(council.promises["off"]).history.model).filter(id=council.promises["off"].pk).update(
        timescale_end=council.day
    )

    assert len(faults()) == 1
    assert "the records no longer say the same of" in faults()[0]


def test_word_document_changed_past_the_portal_is_found(pack, client, officer):
    QuerySet(Pack).filter(pk=pack.pk).update(docx=bytes(pack.docx) + b"!")
    client.force_login(officer)
    page = client.get(pack.get_absolute_url()).content.decode()

    assert [fault.partition(": ")[2].split(".")[0] for fault in faults()] == [
        "its Word document does not fit its SHA-256"
    ]
    assert (sha256_of(bytes(pack.docx)) in page, "no longer fits its SHA-256" in page) == (True, True)


def test_final_pack_has_a_word_document(pack):
    with pytest.raises(IntegrityError), transaction.atomic():
        QuerySet(Pack).filter(pk=pack.pk).update(docx=b"")


@pytest.mark.parametrize(
    ("model", "changes"),
    [
        (Deliverable, {"text": "Something else altogether."}),
        (Deliverable, {"timescale_start": date(2022, 2, 2)}),
        (ProgressUpdate, {"forecast_on": date(2024, 1, 1)}),
        (Target, {"value": 12}),
        (Target, {"due_on": date(2031, 1, 1)}),
        (Comparator, {"name": "Wales"}),
        (Measurement, {"method_break": "Example: counted otherwise."}),
        (Appointment, {"councillor_id": None}),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else next(iter(value)),
)
def test_whatever_a_sentence_rests_on_is_compared(council, freeze, model, changes):
    """Sentences are the portal's, and taken over: what records say in them is kept beside them."""
    TargetFactory(indicator=Indicator.objects.get(), value=80, due_on=date(2030, 1, 1))
    if "councillor_id" in changes:
        changes = {"councillor_id": CouncillorFactory().pk}
    freeze()
    assert faults() == []
    QuerySet(model.history.model).update(**changes)

    assert ["the records no longer say the same of" in fault for fault in faults()] == [True]


def test_pack_of_another_format_is_not_compared_and_that_is_said(pack, monkeypatch):
    monkeypatch.setattr(freezing, "FORMAT", 2)

    assert [fault.partition(": ")[2] for fault in faults()] == [
        "it is of format 1, and this version of the portal makes packs of format 2: it was not compared. "
        "Compare it with the version of the portal that made packs of that format."
    ]


def test_final_pack_says_that_its_lists_go_on(pack, client, officer):
    client.force_login(officer)
    kept = docx.Document(BytesIO(bytes(pack.docx)))

    assert LISTS_GO_ON in [each.text for each in kept.paragraphs]
    assert LISTS_GO_ON in client.get(pack.get_absolute_url()).content.decode()


def test_other_days_of_silence_in_the_settings_change_no_final_pack(council, pack, settings):
    assert json.loads(pack.document)["moved"]["count"] == 1
    settings.STALE_AFTER_DAYS = 30

    assert list(check(pack)) == []


def test_pack_is_marked_final_only_in_a_role_and_for_a_reason(freeze):
    for changes, said in (({"role": " "}, "Say in which role"), ({"reason": "tbc"}, "The reason does not say why")):
        with pytest.raises(PackRefused, match=said):
            freeze(**changes)
    assert Pack.objects.count() == 0


def test_of_two_people_at_once_the_first_wins(freeze, pack):
    with pytest.raises(ValidationError) as refused:
        freeze(role="Example democratic services officer")

    assert refused.value.messages == [
        "Example plan manager marked a pack for this meeting as final on 22 November 2022, 10:30, after you opened "
        "this page. Nothing of yours was kept as final: open theirs, and mark another only if it is needed."
    ]
    assert freeze(after=pack.pk).pk > pack.pk


def test_officer_marks_it_final_and_councillor_reads_it(client, council, officer):
    client.force_login(officer)
    address = reverse("pack", args=[council.meeting.pk])
    form = client.get(address).context["form"]
    sent = {"final-role": form["role"].value(), "final-reason": REASON, "final-after": form["after"].value()}
    answer = client.post(address, sent)
    pack = Pack.objects.get()

    assert (answer.status_code, answer["Location"]) == (303, f"/dashboard/packs/{pack.pk}/")
    assert (pack.prepared_by, pack.prepared_as) == (officer, ROLE)
    assert pack.history.get().history_change_reason == REASON
    client.force_login(CouncillorAccountFactory().user)
    page = client.get(pack.get_absolute_url()).content.decode()
    assert [each in page for each in (pack.sha256, "22 November 2022, 10:30", REASON)] == [True, True, True]
    assert "Mark as final" not in client.get(address).content.decode()
    assert client.post(address, sent).status_code == 403


def test_pack_is_marked_final_on_the_day_of_its_meeting_and_no_more_after_it(client, council, officer, clock):
    client.force_login(officer)
    address, on = reverse("pack", args=[council.meeting.pk]), council.meeting.held_on
    sent = {"final-role": ROLE, "final-reason": REASON, "final-after": "0"}
    clock(f"{on + timedelta(days=1)} 09:00")
    client.force_login(officer)
    page, refused = client.get(address), client.post(address, sent)

    said = f"This meeting was on {on.day} {on:%B %Y}: its pack could be marked as final up to that day"
    assert [said in each.content.decode() for each in (page, refused)] == [True, True]
    assert (page.context["form"], refused.status_code, Pack.objects.count()) == (None, 409, 0)
    assert refused.context["form"]["role"].value() == ROLE
    clock(f"{on} 09:00")
    client.force_login(officer)
    assert client.post(address, sent).status_code == 303


def test_meeting_that_was_held_without_a_final_pack_leads_to_the_pack_of_its_day(client, council, officer, clock):
    client.force_login(officer)
    list_of, then = reverse("dashboard-meetings"), f"?as-at={council.meeting.held_on.isoformat()}"
    assert then not in client.get(list_of).content.decode()
    clock(f"{council.meeting.held_on + timedelta(days=40)} 09:00")
    client.force_login(officer)
    page = client.get(f"{reverse('pack', args=[council.meeting.pk])}{then}")

    assert f'/dashboard/meetings/{council.meeting.pk}/pack/{then}"' in client.get(list_of).content.decode()
    assert (page.status_code, page.context["pack"]["day"]) == (200, then.removeprefix("?as-at="))


def test_what_was_typed_stays_where_somebody_was_faster(client, council, officer, pack):
    client.force_login(officer)
    address = reverse("pack", args=[council.meeting.pk])
    sent = {"final-role": "Example clerk", "final-reason": REASON, "final-after": "0"}
    refused = client.post(address, sent)

    assert (refused.status_code, refused.context["form"]["role"].value()) == (409, "Example clerk")
    assert "marked a pack for this meeting as final" in refused.content.decode()
    assert client.post(address, sent | {"final-after": refused.context["form"]["after"].value()}).status_code == 303


def test_bad_input_is_told_and_nothing_is_kept(client, council, officer):
    client.force_login(officer)
    for reason in ("", "\0", "x" * 6000):
        answer = client.post(reverse("pack", args=[council.meeting.pk]), {"final-role": ROLE, "final-reason": reason})
        assert (answer.status_code, Pack.objects.count()) == (400, 0)


def test_pack_is_for_viewers_alone(client, council, pack):
    addresses = [reverse(name, args=[council.meeting.pk]) for name in ("pack", "pack-docx")]
    addresses += [reverse(name, args=[pack.pk]) for name in ("final-pack", "final-pack-docx")]

    assert {client.get(each).status_code for each in addresses} == {302}
    client.force_login(UserFactory(is_staff=False))
    assert {client.get(each).status_code for each in addresses} == {403}


def test_unknown_meeting_to_count_from_is_told(client, council, officer):
    client.force_login(officer)
    for since in ("abc", "9" * 21, "%00", "-1"):
        answer = client.get(f"{reverse('pack', args=[council.meeting.pk])}?since={since}")
        assert (answer.status_code, answer.context["since"]) == (400, council.before), since


def test_addresses_of_no_record_are_not_found(client, officer):
    client.force_login(officer)

    for name in ("pack", "pack-docx", "final-pack", "final-pack-docx"):
        assert client.get(reverse(name, args=[10**18])).status_code == 404
