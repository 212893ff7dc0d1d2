"""Which account is which councillor's."""

from django.conf import settings
from django.db import models

from ledger.models import LedgerModel
from priorities.models import Councillor


class CouncillorAccount(LedgerModel):
    """The account by which a councillor signs in: dashboards open on what is theirs."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="councillor_account")
    councillor = models.OneToOneField(Councillor, on_delete=models.PROTECT, related_name="account")

    read_as_at = False

    class Meta:
        ordering = ["councillor__name"]

    def __str__(self):
        return f"{self.user}: {self.councillor}"
