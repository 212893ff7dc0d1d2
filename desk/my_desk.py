"""My desk: what waits for the person who signed in, gathered from every room that this person works in.

Each tray is gathered by a function of its own, from the person, the moment and how many things it shows at most.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from itertools import chain
from typing import Any

from django.apps import apps
from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst

from dashboards.models import Question
from dashboards.templatetags.questions import words_of
from desk import publishing
from desk.models import PreviewLink
from desk.previews import decision_in_words
from desk.published import PUBLISHABLE
from desk.trays import Item, Tray, sentence
from ledger.admin import in_short
from ledger.clock import moment_in_words, today
from ledger.keeping.drafts import MOST_FOR_ONE
from ledger.models import KeptForm, SpreadsheetRun
from ledger.writing import long_day
from outcomes.admin.elections import Waiting, held_back
from outcomes.elections import recorded_on
from outcomes.releasing import PERMISSION
from plan_documents.models import ImportedFile, ImportRun
from priorities import officers, waiting
from stories.admin import consent_in_words
from stories.models import Consent, Story, StorySubmission

MOST_SHOWN, MOST_ON_A_PAGE = 8, 500
"""How many things stand in a tray of My desk, and on the page that has all of a tray."""
CONSENT_ENDS_WITHIN = timedelta(days=60)
LASTS = timedelta(days=30)
"""How long an import stays on the desk."""
NOT_PUBLISHED = "Should be public by now, but is not", "thing not published in time", "things not published in time"


TOOLS = [
    ("Bring a plan document in", "plan_documents_importrun_add", ["plan_documents.add_importrun"]),
    (
        "Reshuffle portfolios",
        "priorities_appointment_reshuffle",
        ["priorities.add_appointment", "priorities.change_appointment"],
    ),
    (
        "Start next year's plan",
        "priorities_succession_roll_forwards",
        ["outcomes.add_plan", "priorities.add_succession"],
    ),
    ("Held back for an election", "outcomes_electionperiod_held_back", ["outcomes.release_held"]),
]
"""Pages that belong to no single record: what they are called, their address and the permissions they ask for."""


def my_desk(user: Any) -> dict[str, Any]:
    """What the page shows, empty trays left out: a sentence, notes, what waits, and what is good to know."""
    now = timezone.now()
    trays = [tray for gather in TRAYS if (tray := gather(user, now)) and tray.count]
    return {
        "standing": sentence(trays),
        "notes": list(_notes(user)),
        "waiting": [tray for tray in trays if tray.waits],
        "known": [tray for tray in trays if not tray.waits],
        "tools": [(words, reverse(f"admin:{name}")) for words, name, needs in TOOLS if user.has_perms(needs)],
    }


def _notes(user: Any) -> Iterable[str]:
    if officers.reports(user) and not officers.signs_off(user) and officers.directorate_of(user) is None:
        yield officers.NO_OFFICER


def to_report(user: Any, now: datetime) -> Tray:
    day = today()

    def item(promise) -> Item:
        urgent = promise.open_state == "returned" or (promise.timescale_end is not None and promise.timescale_end < day)
        address = reverse("admin:priorities_deliverable_update", args=[promise.pk])
        return Item(in_short(promise.text, 120), address, waiting.why_it_waits(promise, day), urgent)

    return _tray(
        "Waits for your report",
        "promise waits for your report",
        "promises wait for your report",
        waiting.promises_waiting_for(user, day),
        item,
        _list("priorities_deliverable", "waits=me"),
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

    return _tray(
        "Waits for your sign-off",
        "report waits for your sign-off",
        "reports wait for your sign-off",
        waiting.reports_awaiting(user),
        item,
        _list("priorities_progressupdate", "state__exact=awaiting"),
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

    return _tray(
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

    return _tray(
        "Answers to make public",
        "answer to make public",
        "answers to make public",
        Question.objects.to_approve_by(user).most_urgent_first(),
        item,
        f"{reverse('questions')}?show=to-approve",
    )


def to_moderate(user: Any, now: datetime) -> Tray | None:
    if not user.has_perm("stories.change_storysubmission"):
        return None

    def item(submission) -> Item:
        address = reverse("admin:stories_storysubmission_moderate", args=[submission.pk])
        received = long_day(timezone.localdate(submission.received_at))
        return Item(f"From {submission.name}", address, f"Received on {received}")

    return _tray(
        "Stories that people sent in",
        "submission to answer",
        "submissions to answer",
        StorySubmission.objects.filter(state=StorySubmission.State.RECEIVED).order_by("received_at", "pk"),
        item,
        _list("stories_storysubmission", f"state__exact={StorySubmission.State.RECEIVED}"),
    )


def stories_to_publish(user: Any, now: datetime) -> Tray | None:
    """Drafts of stories that nothing publishes by itself."""
    if not user.has_perm(publishing.MAY_PUBLISH[Story]):
        return None

    def item(story) -> Item:
        why = f"Consent: {consent_in_words(getattr(story, 'consent', None))}"
        return Item(story.heading, _change_page(story), why)

    return _tray(
        "Drafts to publish",
        "draft of a story to publish",
        "drafts of stories to publish",
        Story.objects.filter(state=Story.State.DRAFT, publish_at=None).select_related("consent").order_by("pk"),
        item,
        _list("stories_story", "state__exact=draft&to_be_published=none"),
    )


def typed_and_not_saved(user: Any, now: datetime) -> Tray:
    def item(kept) -> Item:
        at = timezone.localtime(kept.kept_at)
        why, throw_away = f"Typed on {long_day(at.date())} at {at:%H:%M}", reverse("throw-away-typed", args=[kept.pk])
        return Item(str(kept), kept.address_to_take_up(), why, throw_away=throw_away)

    return _tray(
        "Typed, but not saved",
        "form not saved yet",
        "forms not saved yet",
        KeptForm.objects.filter(user=user),
        item,
        most=MOST_FOR_ONE,
    )


def not_published(user: Any, now: datetime, most: int = MOST_SHOWN) -> Tray:
    title, one, many = NOT_PUBLISHED
    theirs = [model for model in PUBLISHABLE if user.has_perm(publishing.MAY_PUBLISH[model])]
    kinds = [_shown_and_counted(publishing.due_of(model, now), most) for model in theirs]
    items = chain.from_iterable(_late_items(shown) for shown, _ in kinds)
    return Tray(title, sum(count for _, count in kinds), one, many, list(items)[:most], whole("not-published"))


def _late_items(records: list[Any]) -> Iterable[Item]:
    """Things of one kind whose moment is over, each with why it is not public yet."""
    refused = publishing.no_longer(records)
    for record in records:
        named = publishing.Attempt(record, record.publish_at).named
        why = refused.get(record.pk) or publishing.why_it_stays(record)
        set_for = f"Set for {moment_in_words(record.publish_at)}."
        yield Item(named, _change_page(record), f"{set_for} {why}", urgent=True)


def held_for_election(user: Any, now: datetime) -> Tray | None:
    """What the page "Held back" lists."""
    if not user.has_perms([PERMISSION, "outcomes.view_electionperiod"]):
        return None
    page, period = reverse("admin:outcomes_electionperiod_held_back"), recorded_on(timezone.localdate())
    items = [
        Item(f"{capfirst(each.kind)}: {each.item}", page, f"Because of the election period “{period}”")
        for each in map(Waiting, held_back(period))
    ]
    one, many = "item held back for an election", "items held back for an election"
    return Tray("Held back for an election", len(items), one, many, items[:MOST_SHOWN], page)


def to_review(user: Any, now: datetime) -> Tray | None:
    if not user.has_perm("plan_documents.add_importrun"):
        return None
    state = ImportRun.State.TO_REVIEW
    return _tray(
        "Plans read in, not applied yet",
        "import to review",
        "imports to review",
        _runs().filter(state=state),
        _run_item,
        _list("plan_documents_importrun", f"state__exact={state}"),
    )


def last_imports(user: Any, now: datetime, most: int = MOST_SHOWN) -> Tray | None:
    if not user.has_perm("plan_documents.view_importrun"):
        return None
    settled = _runs().exclude(state=ImportRun.State.TO_REVIEW).filter(started_at__gt=now - LASTS)
    address = whole("last-imports")
    return _tray("The last imports", "import", "imports", settled, _run_item, address, waits=False, most=most)


def spreadsheets_to_bring_in(user: Any, now: datetime, most: int = MOST_SHOWN) -> Tray:
    return _tray(
        "Spreadsheets checked, not brought in yet",
        "spreadsheet to bring in or discard",
        "spreadsheets to bring in or discard",
        _spreadsheets_of(user).filter(state=SpreadsheetRun.State.CHECKED),
        _spreadsheet_item,
        whole("spreadsheets"),
        most=most,
    )


def last_spreadsheets(user: Any, now: datetime, most: int = MOST_SHOWN) -> Tray:
    ended = _spreadsheets_of(user).filter(ended_at__gt=now - LASTS).exclude(state=SpreadsheetRun.State.DISCARDED)
    address = whole("last-spreadsheets")
    return _tray(
        "Your last spreadsheets", "spreadsheet", "spreadsheets", ended, _spreadsheet_item, address, False, most
    )


def decided_by_link(user: Any, now: datetime, most: int = MOST_SHOWN) -> Tray:
    def item(link) -> Item:
        why = decision_in_words(link) + (f": “{in_short(link.remark)}”" if link.remark else "")
        if link.item is None:
            return Item("A draft that was deleted", "", why)
        return Item(publishing.name_of(link.item), _change_page(link.item), why)

    mine = PreviewLink.objects.made_by_user(user).decided_lately(now).with_items()
    address = whole("decided")
    return _tray("Decided through your links", "decision", "decisions", mine, item, address, waits=False, most=most)


def consent_ends(user: Any, now: datetime, most: int = MOST_SHOWN) -> Tray | None:
    if not user.has_perm("stories.change_consent"):
        return None
    until = today() + CONSENT_ENDS_WITHIN
    ending = Consent.objects.filter(withdrawn_on=None, expires_on__gte=today(), expires_on__lte=until)

    def item(consent) -> Item:
        address = reverse("admin:stories_story_change", args=[consent.story_id])
        return Item(str(consent.story), address, f"Shown until {long_day(consent.expires_on)}")

    shown = ending.filter(story__state="published").select_related("story").order_by("expires_on", "pk")
    address = whole("consent")
    return _tray("Consent that ends soon", "consent ends soon", "consents end soon", shown, item, address, most=most)


TRAYS: list[Callable[[Any, datetime], Tray | None]] = [
    to_report,
    to_sign_off,
    to_answer,
    to_make_public,
    to_moderate,
    stories_to_publish,
    typed_and_not_saved,
    not_published,
    held_for_election,
    to_review,
    spreadsheets_to_bring_in,
    consent_ends,
    decided_by_link,
    last_imports,
    last_spreadsheets,
]
"""In the order in which they stand on the page."""
WHOLE: dict[str, Callable[..., Tray | None]] = {
    "not-published": not_published,
    "spreadsheets": spreadsheets_to_bring_in,
    "consent": consent_ends,
    "decided": decided_by_link,
    "last-imports": last_imports,
    "last-spreadsheets": last_spreadsheets,
}
"""The trays that no list of one kind of record holds: each has a page of its own, under this name."""


def whole(name: str) -> str:
    """The address of the page with all of a tray."""
    return reverse("admin:tray", args=[name])


def whole_tray(name: str, user: Any) -> Tray | None:
    """All of one tray, as far as this person may see it; None where there is no such tray for them."""
    gather = WHOLE.get(name)
    return gather and gather(user, timezone.now(), MOST_ON_A_PAGE)


def _tray(
    title: str,
    one: str,
    many: str,
    rows: QuerySet,
    item: Callable[..., Item],
    address: str = "",
    waits: bool = True,
    most: int = MOST_SHOWN,
) -> Tray:
    shown, count = _shown_and_counted(rows, most)
    return Tray(title, count, one, many, [item(row) for row in shown], address, waits)


def _shown_and_counted(rows: QuerySet, most: int) -> tuple[list[Any], int]:
    shown = list(rows[: most + 1])
    return shown[:most], rows.count() if len(shown) > most else len(shown)


def _list(name: str, query: str) -> str:
    return f"{reverse(f'admin:{name}_changelist')}?{query}"


def _change_page(record: Any) -> str:
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])


def _runs() -> QuerySet:
    files = Prefetch("files", ImportedFile.objects.defer("content"))
    return ImportRun.objects.defer("account", "written").select_related("started_by").prefetch_related(files)


def _spreadsheets_of(user: Any) -> QuerySet:
    """One's own, without what is long in them."""
    return SpreadsheetRun.objects.filter(user=user).defer("content", "changes", "faults")


def _spreadsheet_item(run: SpreadsheetRun) -> Item:
    names = apps.get_model(run.model)._meta
    address = reverse(f"admin:{names.app_label}_{names.model_name}_spreadsheet", args=[run.pk])
    at = timezone.localtime(run.begun_at)
    return Item(
        run.file_name, address, f"{run.get_state_display()}, {names.verbose_name_plural}, {long_day(at.date())}"
    )


def _run_item(run: ImportRun) -> Item:
    by = f" by {run.started_by}" if run.started_by else ""
    at = timezone.localtime(run.started_at)
    files = ", ".join(file.name for file in run.files.all())
    told = f"{run.get_state_display()}, read in{by} on {long_day(at.date())} at {at:%H:%M}"
    return Item(f"{run}: {files}" if files else str(run), _change_page(run), told)
