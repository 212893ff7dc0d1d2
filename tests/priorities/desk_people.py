"""People at the desk, for tests: a contributor of one directorate, an approver, and what they send."""

from django.contrib.auth.models import Permission
from factories import OfficerFactory

REPORTS = ("view_progressupdate", "add_progressupdate", "change_progressupdate", "view_deliverable")
SIGNS_OFF = (*REPORTS, "delete_progressupdate", "sign_off_progressupdate", "change_deliverable", "add_evidencelink")


def contributor_of(directorate, **said):
    """Somebody who reports for a directorate, None for nobody."""
    return with_permissions(OfficerFactory(directorate=directorate, **said).user, REPORTS)


def approver(**said):
    return with_permissions(OfficerFactory(directorate=None, role="Example director", **said).user, SIGNS_OFF)


def with_permissions(user, codenames):
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames, content_type__app_label="priorities"))
    return user
