"""The roles at the desk: groups of accounts with exactly the permissions that ``roles.md`` gives them."""

from functools import cache
from pathlib import Path

from django.contrib.auth.models import Group, Permission
from django.db import DEFAULT_DB_ALIAS, transaction

TABLE = Path(__file__).with_name("roles.md")
ACTIONS = {"v": "view", "a": "add", "c": "change", "d": "delete"}
OF_THEIR_OWN = {"s": "sign_off_progressupdate", "r": "release_held", "w": "answer_question"}
"""Permissions of one page, by the letter that stands for them."""

RECORDS = {
    "plans": (
        "outcomes.Plan outcomes.Foreword outcomes.Outcome outcomes.PlanOutcome outcomes.OutcomeSection outcomes.Aim "
        "outcomes.Commitment outcomes.HeadlineFigure outcomes.CaseStudy outcomes.ApproachPage "
        "outcomes.ApproachSection outcomes.Principle"
    ),
    "seals": "outcomes.Seal",
    "indicators": (
        "outcomes.Indicator outcomes.PlanIndicator outcomes.Measurement outcomes.Target outcomes.Comparator"
    ),
    "places": "outcomes.Place outcomes.PlaceWithin outcomes.PlaceFollows",
    "promises": "priorities.PriorityAction priorities.Deliverable priorities.DeliverablePlace",
    "evidence": "priorities.EvidenceLink",
    "progress": "priorities.ProgressUpdate",
    "what became of promises": "priorities.Succession",
    "councillors and portfolios": "priorities.Councillor priorities.Portfolio priorities.Appointment",
    "directorates and officers": "priorities.Directorate priorities.Officer",
    "meetings": "priorities.Meeting",
    "committees": "priorities.Committee priorities.Seat priorities.Remit",
    "questions": "dashboards.Question dashboards.Answer",
    "packs": "dashboards.Pack",
    "accounts of councillors": "dashboards.CouncillorAccount",
    "stories": "stories.Story stories.SharedValue stories.StoryOutcome stories.StoryValue stories.StoryPlace",
    "consent": "stories.Consent",
    "submissions": "stories.StorySubmission",
    "election periods": "outcomes.ElectionPeriod",
    "releases": "outcomes.Release",
    "plan imports": "plan_documents.ImportRun",
    "spreadsheets brought in": "ledger.SpreadsheetRun",
    "preview links": "desk.PreviewLink",
    "accounts": "auth.User",
    "roles": "auth.Group",
    "mail": "post_office.Email post_office.Log post_office.Attachment",
}
"""The models of each row of the table."""


@cache
def roles() -> dict[str, dict[str, str]]:
    """For each role the letters that the table gives it, by model label in small letters."""
    lines = [line.strip("| \n") for line in TABLE.read_text().splitlines() if line.startswith("|")]
    (_, *names), _rule, *rows = ([cell.strip() for cell in line.split("|")] for line in lines)
    given: dict[str, dict[str, str]] = {name: {} for name in names}
    for records, *cells in rows:
        cells += [""] * (len(names) - len(cells))
        for name, letters in zip(names, cells, strict=True):
            given[name] |= dict.fromkeys(RECORDS[records].lower().split(), letters)
    return given


def permissions_of(role: str) -> set[tuple[str, str]]:
    """What the table gives a role: pairs of an app's label and a permission's codename."""
    return {
        (app, OF_THEIR_OWN.get(letter) or f"{ACTIONS[letter]}_{model}")
        for label, letters in roles()[role].items()
        for app, _, model in [label.partition(".")]
        for letter in letters
        if letter not in OF_THEIR_OWN or OF_THEIR_OWN[letter] in own_permissions(label)
    }


def own_permissions(label: str) -> tuple[str, ...]:
    """The codenames beside the usual four of the records of one model."""
    return {
        "priorities.progressupdate": ("sign_off_progressupdate",),
        "outcomes.electionperiod": ("release_held",),
        "dashboards.question": ("answer_question",),
    }.get(label, ())


def lay_roles(using: str = DEFAULT_DB_ALIAS, **kwargs) -> None:
    """Make every role that is missing, and give each exactly the permissions of the table."""
    with transaction.atomic(using=using):
        known = {
            (each.content_type.app_label, each.codename): each
            for each in Permission.objects.using(using).select_related("content_type").order_by("pk")
        }
        for role in roles():
            group, _ = Group.objects.using(using).get_or_create(name=role)
            group.permissions.set([known[each] for each in sorted(permissions_of(role)) if each in known])
