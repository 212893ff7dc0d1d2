"""What waits around promises: reports to write and to sign off, questions to answer, answers to make public."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from dashboards.models import Question
from dashboards.templatetags.questions import words_of
from ledger.admin import in_short
from ledger.clock import today
from ledger.writing import long_day
from priorities import waiting

from .gathering import gather, list_of
from .tray import Item, Tray


def to_report(user: Any, now: datetime) -> Tray:
    day = today()

    def item(promise) -> Item:
        is_over = promise.timescale_end is not None and promise.timescale_end < day
        urgent = promise.open_state == "returned" or (promise.still_asked and is_over)
        address = reverse("admin:priorities_deliverable_update", args=[promise.pk])
        return Item(in_short(promise.text, 120), address, waiting.why_it_waits(promise, day), urgent)

    return gather(
        "Waits for your report",
        "promise waits for your report",
        "promises wait for your report",
        waiting.promises_waiting_for(user, day),
        item,
        list_of("priorities_deliverable", "waits=me"),
    )


def to_sign_off(user: Any, now: datetime) -> Tray:
    def item(update) -> Item:
        address = reverse("admin:priorities_progressupdate_sign_off", args=[update.pk])
        who = update.written_by or update.author_role
        return Item(
            in_short(update.deliverable.text, 120),
            address,
            f"{update.get_status_display()}, sent by {who} on {long_day(update.recorded_on)}",
        )

    return gather(
        "Waits for your sign-off",
        "report waits for your sign-off",
        "reports wait for your sign-off",
        waiting.reports_awaiting(user),
        item,
        list_of("priorities_progressupdate", "state__exact=awaiting"),
    )


def to_answer(user: Any, now: datetime) -> Tray:
    day = today()

    def item(question) -> Item:
        words = words_of(question, day)
        return Item(
            in_short(question.text, 120),
            question.get_absolute_url(),
            f"{words}, asked by {question.asked_as} about “{in_short(str(question.subject), 120)}”",
            question.is_overdue(day),
        )

    return gather(
        "Questions to answer",
        "question to answer",
        "questions to answer",
        Question.objects.to_answer_by(user).with_subjects().most_urgent_first(),
        item,
        f"{reverse('questions')}?show=to-answer",
    )


def to_make_public(user: Any, now: datetime) -> Tray:
    def item(question) -> Item:
        why = f"{question.asked_as} agrees that residents may read it; the council has not said yes or no"
        if question.is_published():
            why = f"Residents read the question, asked by {question.asked_as}, but not this answer yet"
        return Item(in_short(question.text, 120), question.get_absolute_url(), why)

    return gather(
        "Answers to make public",
        "answer to make public",
        "answers to make public",
        Question.objects.to_approve_by(user).most_urgent_first(),
        item,
        f"{reverse('questions')}?show=to-approve",
    )
