"""The pages of the desk that are no list, form or history of one kind of record, with something on each."""

from django.urls import reverse
from factories import (
    DeliverableFactory,
    ImportRunFactory,
    PlanFactory,
    ProgressUpdateFactory,
    StorySubmissionFactory,
    UserFactory,
)

PLAN, RUN, PROMISE = "outcomes.plan", "plan_documents.importrun", "priorities.deliverable"
REPORT, MARK = "priorities.progressupdate", "priorities.succession"
PAGES_OF_THEIR_OWN = {
    "stories_storysubmission_moderate": {"stories.storysubmission": "c"},
    "priorities_appointment_reshuffle": {"priorities.appointment": "ac"},
    "priorities_appointment_take_back": {"priorities.appointment": "acd"},
    "priorities_deliverable_update": {REPORT: "ac"},
    "priorities_deliverable_bulk confirm": {REPORT: "ac"},
    "priorities_deliverable_bulk reassign": {PROMISE: "c"},
    "priorities_progressupdate_sign_off": {REPORT: "s"},
    "priorities_progressupdate_bulk sign-off": {REPORT: "s"},
    "priorities_progressupdate_bulk return": {REPORT: "s"},
    "priorities_succession_roll_forwards": {MARK: "v"},
    "priorities_succession_roll_forward": {MARK: "v"},
    "priorities_succession_roll_forward_promises": {MARK: "v"},
    "priorities_succession_roll_forward_start": {PLAN: "a", MARK: "a"},
    "priorities_succession_roll_forward_publish": {PLAN: "c"},
    "outcomes_electionperiod_held_back": {"outcomes.electionperiod": "v"},
    "plan_documents_importrun_review": {RUN: "a"},
    "plan_documents_importrun_undo": {RUN: "c"},
    "auth_user_invite": {"auth.user": "c"},
    "auth_user_remove-factor": {"auth.user": "c"},
    "auth_user_password_change": {"auth.user": "c"},
    "auth_user_councillor": {"auth.user": "a", "dashboards.councilloraccount": "a"},
}
"""The letters that a page of one list asks for, by the records that it asks them of."""


def own_pages(directorate):
    """Where each page of its own stands, on records of this directorate; a bulk page with a row that was chosen."""
    promise = DeliverableFactory(directorate=directorate)
    report = ProgressUpdateFactory(deliverable=promise, state="awaiting")
    earlier, run, other = PlanFactory(state="current"), ImportRunFactory(), UserFactory()
    PlanFactory(state="draft", replaces=earlier)
    DeliverableFactory(priority__plan=earlier)
    arguments = {
        "stories_storysubmission_moderate": [StorySubmissionFactory().pk],
        "priorities_appointment_take_back": ["0" * 16],
        "priorities_deliverable_update": [promise.pk],
        "priorities_progressupdate_sign_off": [report.pk],
        "priorities_succession_roll_forward": [earlier.pk],
        "priorities_succession_roll_forward_promises": [earlier.pk],
        "priorities_succession_roll_forward_start": [earlier.pk],
        "priorities_succession_roll_forward_publish": [earlier.pk],
        "plan_documents_importrun_review": [run.pk],
        "plan_documents_importrun_undo": [run.pk],
        "auth_user_invite": [other.pk],
        "auth_user_remove-factor": [other.pk],
        "auth_user_password_change": [other.pk],
    }
    rows = {"priorities_deliverable_bulk": promise.pk, "priorities_progressupdate_bulk": report.pk}
    named = {page: page.split() for page in PAGES_OF_THEIR_OWN}
    return {
        page: (reverse(f"admin:{name}", args=arguments.get(page, which)), rows.get(name))
        for page, (name, *which) in named.items()
    }
