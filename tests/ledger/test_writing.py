"""What the ledger stamps on a record, and what it refuses."""

from datetime import date, datetime, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.utils import timezone
from factories import (
    AppointmentFactory,
    CouncillorFactory,
    DeliverableFactory,
    OutcomeFactory,
    PlaceFactory,
    PlanFactory,
    PlanOutcomeFactory,
    PortfolioFactory,
    PriorityActionFactory,
    ProgressUpdateFactory,
)

from ledger.entries import Entry, entering
from ledger.models import save_with_reason
from ledger.refusals import EditedMeanwhile, KeptForGood, ReasonNeeded, WrongDay
from outcomes.models import Place
from priorities.models import Deliverable

pytestmark = pytest.mark.django_db

REASON = "The contractor went into administration."


def first_days(record):
    return list(record.history.order_by("effective_on", "history_id").values_list("effective_on", flat=True))


def test_record_takes_effect_today_unless_told():
    place = PlaceFactory()

    assert (place.effective_on, place.recorded_on, place.recorded_late) == (*[timezone.localdate()] * 2, False)


def test_record_made_today_about_an_earlier_day_says_both():
    with entering(Entry("Read in from the plan.", effective_on=date(2021, 10, 13))):
        plan = PlanFactory()

    assert (plan.effective_on, plan.recorded_on) == (date(2021, 10, 13), timezone.localdate())
    assert plan.recorded_late


def test_entry_is_written_into_the_version():
    user = get_user_model().objects.create_user("officer")
    deliverable = DeliverableFactory()
    deliverable.timescale_text = "By December 2022"

    save_with_reason(
        deliverable, REASON, decision_url="https://example.org/decision", approved_by="Example approver", by=user
    )

    version = deliverable.history.first()
    assert (version.history_change_reason, version.history_decision_url) == (REASON, "https://example.org/decision")
    assert (version.history_approved_by, version.history_user) == ("Example approver", user)
    assert version.history_correction is False


def test_change_before_the_last_one_is_refused():
    with entering(Entry("Read in.", effective_on=date(2022, 5, 1))):
        place = PlaceFactory()
    place.name = "Renamed"

    with pytest.raises(WrongDay) as refusal:
        save_with_reason(place, REASON, effective_on=date(2022, 4, 1))

    assert refusal.value.messages == [
        "The record last changed on 1 May 2022, so this change cannot take effect on 1 April 2022, before it. "
        "Choose 1 May 2022 or a later day."
    ]
    assert Place.objects.get().name != "Renamed"


def test_change_on_a_day_to_come_is_refused():
    place = PlaceFactory()
    place.name = "Renamed"
    tomorrow = timezone.localdate() + timedelta(days=1)

    with pytest.raises(WrongDay):
        save_with_reason(place, REASON, effective_on=tomorrow)

    assert Place.objects.get().name != "Renamed"


def test_appointment_takes_effect_on_its_own_days():
    appointment = AppointmentFactory(starts_on=date(2021, 5, 20), ends_on=None)
    appointment.ends_on = date(2022, 6, 1)
    appointment.save()

    assert first_days(appointment) == [date(2021, 5, 20), date(2022, 6, 1)]


def test_appointment_to_come_is_known_today():
    appointment = AppointmentFactory(starts_on=timezone.localdate() + timedelta(days=30), ends_on=None)

    assert appointment.effective_on == timezone.localdate()


def test_late_appointment_makes_councillor_and_portfolio_known_from_its_day():
    portfolio, councillor = PortfolioFactory(), CouncillorFactory()

    AppointmentFactory(portfolio=portfolio, councillor=councillor, starts_on=date(2019, 5, 20), ends_on=None)

    today = timezone.localdate()
    assert (first_days(portfolio), first_days(councillor)) == ([date(2019, 5, 20), today], [date(2019, 5, 20), today])


def test_part_is_not_older_than_its_whole():
    with entering(Entry("Read in.", effective_on=date(2022, 5, 1))):
        deliverable = DeliverableFactory()

    early = ProgressUpdateFactory(deliverable=deliverable, as_of=date(2022, 3, 1))
    late = ProgressUpdateFactory(deliverable=deliverable, as_of=date(2022, 6, 1))

    assert (early.effective_on, late.effective_on) == (date(2022, 5, 1), date(2022, 6, 1))


def test_outcome_is_known_since_the_first_plan_that_states_it():
    outcome = OutcomeFactory()
    with entering(Entry("Read in.", effective_on=date(2018, 4, 1))):
        PlanOutcomeFactory(outcome=outcome)

    assert first_days(outcome) == [date(2018, 4, 1), timezone.localdate()]


def test_stale_record_is_refused_and_says_whose_change_came_first():
    user = get_user_model().objects.create_user("officer-one")
    deliverable = DeliverableFactory()
    mine, theirs = Deliverable.objects.get(), Deliverable.objects.get()
    theirs.owner_as_published = "Director of place"
    save_with_reason(theirs, "", by=user)
    mine.owner_as_published = "Director of people"

    with pytest.raises(EditedMeanwhile) as refusal:
        mine.save()

    now = Deliverable.objects.get()
    when = timezone.localtime(now.recorded_at)
    assert refusal.value.messages == [
        f"officer-one changed this record at {when:%H:%M:%S} on {when.day} {when:%B %Y}, after you opened it. "
        "Nothing of yours was saved, and nothing of theirs was lost: compare the two and save again."
    ]
    assert (now.owner_as_published, mine.owner_as_published) == ("Director of place", "Director of people")
    assert deliverable.history.count() == 2


def test_stale_record_that_one_changed_oneself_is_told_as_ones_own():
    user = get_user_model().objects.create_user("officer-one")
    DeliverableFactory()
    here, elsewhere = Deliverable.objects.get(), Deliverable.objects.get()
    elsewhere.owner_as_published = "Director of place"
    save_with_reason(elsewhere, "", by=user)
    here.owner_as_published = "Director of people"

    with pytest.raises(EditedMeanwhile) as refusal:
        save_with_reason(here, "", by=user)

    when = timezone.localtime(elsewhere.recorded_at)
    assert refusal.value.messages == [
        f"You changed this record at {when:%H:%M:%S} on {when.day} {when:%B %Y}, in another window, after you opened "
        "it here. Nothing of this page was saved, and nothing of that one was lost: compare the two and save again."
    ]


@pytest.mark.parametrize("field", ["text", "timescale_text"])
def test_published_promise_changes_only_with_a_reason(field):
    deliverable = DeliverableFactory()
    before = getattr(deliverable, field)
    setattr(deliverable, field, "By December 2022")

    with pytest.raises(ReasonNeeded):
        deliverable.save()
    with pytest.raises(ReasonNeeded):
        deliverable.save(update_fields=[field])
    with pytest.raises(ReasonNeeded):
        save_with_reason(deliverable, "tbc")

    assert getattr(Deliverable.objects.get(), field) == before


def test_promise_of_a_draft_plan_changes_freely():
    deliverable = DeliverableFactory(priority__plan_outcome__plan__state="draft")
    deliverable.text = "Open two hubs."
    deliverable.save()

    assert Deliverable.objects.get().text == "Open two hubs."


@pytest.mark.parametrize(
    ("minutes", "same_person", "taken"),
    [(59, True, True), (61, True, False), (1, False, False)],
    ids=["within-the-hour", "after-the-hour", "somebody-else"],
)
def test_correction_is_taken_from_the_same_person_within_the_hour(minutes, same_person, taken):
    users = get_user_model().objects
    writer, other = users.create_user("writer"), users.create_user("other")
    with entering(Entry(by=writer)):
        deliverable = DeliverableFactory(text="Open for hubs.")
    deliverable.history.update(recorded_at=timezone.now() - timedelta(minutes=minutes))
    deliverable.text = "Open four hubs."
    correction = Entry(correction=True, by=writer if same_person else other)

    if taken:
        with entering(correction):
            deliverable.save()
    else:
        with entering(correction), pytest.raises(ReasonNeeded):
            deliverable.save()

    kept = list(deliverable.history.order_by("history_id").values_list("text", "history_correction"))
    corrected = [("Open four hubs.", True)] if taken else []
    assert kept == [("Open for hubs.", False), *corrected]


def test_published_promise_is_never_deleted():
    update = ProgressUpdateFactory(state="published")
    plan = update.deliverable.priority.plan

    for record in (update, update.deliverable, update.deliverable.priority, plan):
        with pytest.raises(KeptForGood), transaction.atomic():
            record.delete()
    with pytest.raises(KeptForGood), transaction.atomic():
        Deliverable.objects.all().delete()

    assert Deliverable.objects.count() == 1


def test_deletion_takes_effect_today():
    with entering(Entry("Read in.", effective_on=date(2022, 5, 1))):
        place = PlaceFactory()
    key = place.pk
    place.delete()

    gone = Place.history.filter(id=key, history_type="-").get()
    assert (gone.effective_on, timezone.localdate(gone.recorded_at)) == (timezone.localdate(), timezone.localdate())


def test_moment_of_a_version_is_the_moment_of_its_record():
    place = PlaceFactory()

    version = place.history.get()
    assert isinstance(version.history_date, datetime)
    assert version.history_date == version.recorded_at == place.recorded_at


def test_draft_deliverables_can_be_deleted():
    draft = PlanFactory(state="draft")
    DeliverableFactory(priority__plan_outcome__plan=draft)

    draft.delete()

    assert Deliverable.objects.count() == 0


def test_record_made_with_the_key_of_another_does_not_take_its_place():
    deliverable = DeliverableFactory(text="Open a hub.")

    with pytest.raises(EditedMeanwhile):
        Deliverable(pk=deliverable.pk, priority=deliverable.priority, order=9, text="Other words.").save()

    assert (Deliverable.objects.get().text, deliverable.history.count()) == ("Open a hub.", 1)


def test_record_made_with_a_key_of_its_own_is_kept():
    place = Place(pk=777, slug="example", name="Example ward")

    place.save()

    assert (Place.objects.get().pk, place.revision) == (777, 1)


def test_version_of_some_fields_is_the_row_and_so_is_the_record():
    deliverable = DeliverableFactory(order=1)
    deliverable.order, deliverable.expected_result = 77, "A warm room."

    deliverable.save(update_fields=["expected_result"])

    row, version = Deliverable.objects.get(), deliverable.history.latest("history_id")
    for each in (row, version, deliverable):
        assert (each.order, each.expected_result) == (1, "A warm room.")


def test_record_can_be_saved_again_after_a_refusal():
    deliverable = DeliverableFactory(order=1)
    DeliverableFactory(priority=deliverable.priority, order=5)
    stamps = deliverable.revision, deliverable.effective_on, deliverable.recorded_at
    deliverable.order = 5

    with pytest.raises(IntegrityError), transaction.atomic():
        save_with_reason(deliverable, REASON)

    assert (deliverable.revision, deliverable.effective_on, deliverable.recorded_at) == stamps
    deliverable.order = 6
    deliverable.save()
    assert Deliverable.objects.get(pk=deliverable.pk).order == 6


def corrected(deliverable, by, **values):
    for name, value in values.items():
        setattr(deliverable, name, value)
    with entering(Entry(correction=True, by=by)):
        deliverable.save()


@pytest.fixture
def writer():
    return get_user_model().objects.create_user("writer")


def test_corrections_of_corrections_end_with_the_hour_of_the_first_entry(writer):
    deliverable = DeliverableFactory()
    deliverable.text = "Open for hubs."
    save_with_reason(deliverable, REASON, by=writer)
    corrected(deliverable, writer, text="Open four hub.")
    deliverable.history.filter(history_correction=False).update(recorded_at=timezone.now() - timedelta(minutes=61))

    with pytest.raises(ReasonNeeded):
        corrected(deliverable, writer, text="Open two hubs.")

    assert Deliverable.objects.get().text == "Open four hub."


def test_correction_mends_only_what_was_just_written(writer):
    deliverable = DeliverableFactory(text="Open four hubs.", timescale_text="By March 2022")
    deliverable.text = "Open for hubs."
    save_with_reason(deliverable, REASON, by=writer)

    with pytest.raises(ReasonNeeded) as refusal:
        corrected(deliverable, writer, timescale_text="By March 2030")
    deliverable.refresh_from_db()
    corrected(deliverable, writer, text="Open four hubs, and more.")
    corrected(deliverable, writer, text="Open four hubs.")

    assert refusal.value.messages == [
        "A correction mends only what was just written: this stood before. Leave the mark away and give a reason."
    ]
    assert set(deliverable.history.values_list("timescale_text", flat=True)) == {"By March 2022"}


def test_deletion_of_what_somebody_changed_meanwhile_is_refused():
    deliverable = DeliverableFactory(priority__plan_outcome__plan__state="draft")
    stale = Deliverable.objects.get()
    deliverable.text = "Newer words."
    deliverable.save()

    with pytest.raises(EditedMeanwhile), transaction.atomic():
        stale.delete()

    assert Deliverable.objects.get().text == "Newer words."


def test_deletion_asks_the_plan_as_it_is_stored():
    deliverable = DeliverableFactory(priority__plan_outcome__plan__state="draft")
    stale = Deliverable.objects.select_related("priority__plan").get()
    plan = deliverable.priority.plan
    plan.state = "current"
    plan.save()

    with pytest.raises(KeptForGood), transaction.atomic():
        stale.delete()

    assert Deliverable.objects.count() == 1


def test_deletion_keeps_the_words_that_were_stored():
    deliverable = DeliverableFactory(text="As stored.", priority__plan_outcome__plan__state="draft")
    key = deliverable.pk
    deliverable.text = "Never saved."

    deliverable.delete()

    assert list(Deliverable.history.filter(id=key).values_list("text", flat=True)) == ["As stored.", "As stored."]


def test_deletion_of_what_is_gone_is_refused():
    place, again = PlaceFactory(), Place.objects.get()
    place.delete()

    with pytest.raises(EditedMeanwhile), transaction.atomic():
        again.delete()

    assert Place.history.filter(history_type="-").count() == 1


def test_deletion_on_a_day_to_come_is_refused():
    place = PlaceFactory()
    tomorrow = timezone.localdate() + timedelta(days=1)

    with pytest.raises(WrongDay), transaction.atomic(), entering(Entry(effective_on=tomorrow)):
        place.delete()

    assert Place.objects.get().effective_on == timezone.localdate()


def test_part_cannot_go_under_a_whole_that_was_not_known_yet():
    with entering(Entry("Read in.", effective_on=date(2022, 5, 1))):
        deliverable = DeliverableFactory()
    with entering(Entry("Read in.", effective_on=date(2022, 7, 1))):
        late = PriorityActionFactory(plan_outcome=deliverable.priority.plan_outcome)
    deliverable.priority = late

    with pytest.raises(WrongDay) as refusal:
        save_with_reason(deliverable, REASON, effective_on=date(2022, 6, 1))
    save_with_reason(deliverable, REASON, effective_on=date(2022, 7, 1))

    assert refusal.value.messages == [
        "What this is to stand under is known only since 1 July 2022, so this change cannot take effect on "
        "1 June 2022. Choose 1 July 2022 or a later day."
    ]
    assert first_days(deliverable) == [date(2022, 5, 1), date(2022, 7, 1)]
