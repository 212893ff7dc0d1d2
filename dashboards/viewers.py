"""Who reads dashboards, and as whom: the one place that says so.

Councillors do, by the account that is linked to them; so do those who prepare them, by the right to view packs.
"""

from django.contrib.auth.mixins import AccessMixin
from django.core.exceptions import PermissionDenied
from django.utils.cache import patch_cache_control

from dashboards.models import CouncillorAccount
from ledger.past import the_present
from priorities.models import Councillor

MAY_READ = "dashboards.view_pack"
MAY_PREPARE = "dashboards.add_pack"
MAY_ANSWER = "dashboards.answer_question"
MAY_ASK = "dashboards.add_question"
NOT_YOURS = (
    "Your account may not read dashboards: they are for councillors and for officers who prepare their meetings. "
    "Ask an administrator if yours should."
)


def councillor_of(user) -> Councillor | None:
    """The councillor whose account this is; asked of the database once for each ``user`` object.

    Whoever is a councillor today is one on pages of the past, too: they may be read as at days before the election.
    """
    if not user.is_authenticated:
        return None
    if not hasattr(user, "_councillor"):
        with the_present():
            link = CouncillorAccount.objects.filter(user=user).select_related("councillor__ward").first()
        user._councillor = link and link.councillor
    return user._councillor


def may_read(user) -> bool:
    return user.is_active and (councillor_of(user) is not None or user.has_perm(MAY_READ))


def may_ask(user) -> bool:
    return user.is_active and (councillor_of(user) is not None or user.has_perm(MAY_ASK))


def may_answer(user) -> bool:
    return user.is_active and user.has_perm(MAY_ANSWER)


def may_prepare(user) -> bool:
    """May this person mark a pack as final?"""
    return user.is_active and user.has_perm(MAY_PREPARE)


class ViewersOnly(AccessMixin):
    """For views: leads to signing in, refuses who may not read, and lets nothing keep a copy."""

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            response = self.handle_no_permission()
        elif not self.admits(request.user):
            raise PermissionDenied(NOT_YOURS)
        else:
            response = super().dispatch(request, *args, **kwargs)
        patch_cache_control(response, private=True, no_store=True)
        return response

    def admits(self, user) -> bool:
        """May this person open the page? Pages that ask for more than reading override it."""
        return may_read(user)
