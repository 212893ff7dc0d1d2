"""Of several reshuffles of one portfolio at the same moment one is written, and the others are told."""

from datetime import timedelta
from threading import Barrier
from time import sleep

import pytest
from django.db import transaction
from django.utils import timezone
from factories import AppointmentFactory, CouncillorFactory
from together import run_together

from ledger.entries import Entry
from ledger.refusals import EditedMeanwhile
from priorities.models import Appointment
from priorities.reshuffle import Holder, Wish
from priorities.reshuffle_to_come import take_back, to_come
from priorities.reshuffling import look, write

pytestmark = pytest.mark.django_db(transaction=True)

OFFICERS = 6
WHY = Entry("The council's annual meeting appointed a new cabinet.")


def test_one_of_several_reshuffles_is_written():
    day, held = timezone.localdate(), AppointmentFactory()
    wishes = [[Wish(held.portfolio, (Holder(each),))] for each in CouncillorFactory.create_batch(OFFICERS)]
    _, seen = look(wishes[0], day)

    came = run_together(*(lambda wish=wish: write(wish, day, seen=seen, entry=WHY) for wish in wishes))

    assert sorted(type(each).__name__ for each in came) == ["EditedMeanwhile"] * (OFFICERS - 1) + ["Reshuffle"]
    assert (Appointment.objects.on(day).count(), Appointment.objects.count()) == (1, 2)


def test_reshuffle_waits_for_an_appointment_that_is_being_added_and_is_then_told():
    day, held = timezone.localdate(), AppointmentFactory()
    joining, taking_over = CouncillorFactory.create_batch(2)
    wishes = [Wish(held.portfolio, (Holder(taking_over),))]
    _, seen = look(wishes, day)
    added = Barrier(2)

    def add():
        with transaction.atomic():
            Appointment(portfolio=held.portfolio, councillor=joining, starts_on=held.starts_on).save()
            added.wait()
            sleep(0.5)

    def reshuffle():
        added.wait()
        return write(wishes, day, seen=seen, entry=WHY)

    _, refusal = run_together(add, reshuffle)

    assert isinstance(refusal, EditedMeanwhile)
    assert {each.councillor for each in Appointment.objects.on(day)} == {held.councillor, joining}


def test_reshuffle_to_come_is_taken_back_once():
    held, day = AppointmentFactory(), timezone.localdate() + timedelta(days=8)
    wishes = [Wish(held.portfolio, (Holder(CouncillorFactory()),))]
    _, seen = look(wishes, day)
    write(wishes, day, seen=seen, entry=WHY)
    [group] = to_come()

    came = run_together(*(lambda: take_back(group.state, entry=WHY) for _ in range(OFFICERS)))

    assert sorted(type(each).__name__ for each in came) == ["EditedMeanwhile"] * (OFFICERS - 1) + ["ToCome"]
    assert [(each.pk, each.ends_on) for each in Appointment.objects.all()] == [(held.pk, None)]
