"""Who may report on what, and who signs reports off: the one place that says so.

A contributor reports on the promises of their directorate. An approver reports on any, and signs off.
"""

from typing import TYPE_CHECKING

from django.db.models import Prefetch, prefetch_related_objects

from priorities.steps import REPORT, SIGN_OFF, offered

if TYPE_CHECKING:
    from priorities.models import Deliverable, Directorate, Officer, ProgressUpdate

MAY_REPORT = ("priorities.add_progressupdate", "priorities.change_progressupdate")
MAY_SIGN_OFF = "priorities.sign_off_progressupdate"

NO_OFFICER = (
    "Your account is in no directorate yet, so there is nothing that you can report on. Ask an administrator to put "
    "you in one: under “Officers”, your account with its directorate."
)


def reports(user) -> bool:
    """Does this person report at all, on whatever it may be?"""
    return user.has_perms(MAY_REPORT)


def signs_off(user) -> bool:
    return user.has_perm(MAY_SIGN_OFF)


def officer_of(user) -> "Officer | None":
    """Who this person is among the officers, with the directorate, asked for once together."""
    from priorities.models import Officer

    if user.pk and not Officer.user.field.remote_field.is_cached(user):
        prefetch_related_objects([user], Prefetch("officer", Officer.objects.select_related("directorate")))
    return getattr(user, "officer", None)


def directorate_of(user) -> "Directorate | None":
    officer = officer_of(user)
    return officer and officer.directorate


def role_of(user) -> str:
    """The role that this person's reports and approvals name; empty where none is on record."""
    officer = officer_of(user)
    return officer.role if officer else ""


def may_report(user, deliverable: "Deliverable") -> bool:
    return not reason_not_to_report(user, deliverable)


def reason_not_to_report(user, deliverable: "Deliverable") -> str:
    """Why this person does not report on this promise, in a sentence that says what to do; else nothing."""
    if not reports(user):
        return "Your account may not report on promises."
    if signs_off(user):
        return ""
    own = directorate_of(user)
    if own is None:
        return NO_OFFICER
    if deliverable.directorate_id == own.pk:
        return ""
    whose = f"{deliverable.directorate} reports" if deliverable.directorate_id else "No directorate reports yet"
    return f"You report for {own}. {whose} on this promise: ask somebody who signs off to reassign it if that is wrong."


def rights_over(user, deliverable: "Deliverable") -> set[str]:
    """What this person may do with the reports on a promise, in the words of ``priorities.steps``."""
    rights = {SIGN_OFF} if signs_off(user) else set()
    return rights | {REPORT} if may_report(user, deliverable) else rights


def may_take(user, update: "ProgressUpdate", action: str) -> bool:
    """May this person take this step with the report, as it stands now?"""
    return action in offered(update.state, rights_over(user, update.deliverable))


def may_edit(user, update: "ProgressUpdate") -> bool:
    """A published report is put right by who signs off, with a reason."""
    return signs_off(user) or may_take(user, update, "save")


def may_sign_off(user, update: "ProgressUpdate") -> bool:
    return may_take(user, update, "publish")


def may_delete(user, update: "ProgressUpdate") -> bool:
    """What is not with who signs off may go, by who wrote it; anything by who signs off."""
    return signs_off(user) or (may_take(user, update, "submit") and update.written_by_id == user.pk)
