"""What an officer typed and has not saved yet."""

from django.conf import settings
from django.db import models

from ledger.keeping.typed import Typed, files_in, readable
from ledger.keeping.words import words_at


class KeptForm(models.Model):
    """What one officer typed into a form that was opened once, kept until it is saved or thrown away.

    It is nobody's record yet, so it has no history: the officer alone sees it.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="kept_forms")
    address = models.CharField(max_length=300)
    opening = models.CharField(max_length=20, blank=True, default="")
    """Which opening of the page it was typed on: another one, now or later, keeps its own beside it."""
    title = models.CharField(max_length=200, blank=True)
    typed = models.JSONField(default=list)
    """Pairs of a field's name and its value, in the order in which they were sent."""
    kept_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-kept_at"]
        constraints = [models.UniqueConstraint(fields=["user", "address", "opening"], name="one_kept_form_an_opening")]

    def __str__(self):
        return self.title or self.address

    def readable(self) -> list[Typed]:
        return readable(self.typed, words_at(self.address))

    def files(self) -> list[str]:
        """The fields for which a file was chosen, which is not kept."""
        return files_in(self.typed)

    def address_to_take_up(self) -> str:
        """Its page, with the form filled from this, unsaved."""
        return f"{self.address}{'&' if '?' in self.address else '?'}kept={self.opening or 1}"
