"""What the ledger refuses, each with a sentence that says what to do instead."""

from django.core.exceptions import ValidationError


class UntracedWriteError(RuntimeError):
    """A write was asked for that would leave no trace in the ledger."""


class LedgerRefusal(ValidationError):
    """A write that the ledger does not take. Nothing was written; ``messages`` say why."""


class ReasonNeeded(LedgerRefusal):
    """A promise was to change without a reason that people can read."""


class EditedMeanwhile(LedgerRefusal):
    """Somebody else changed the record after it was read here."""


class Unmovable(LedgerRefusal):
    """A record was to leave what it was published under, which no reason makes up for."""


class WrongDay(LedgerRefusal):
    """A change was to take effect on a day on which it cannot."""


class KeptForGood(LedgerRefusal):
    """A published promise was to be deleted."""


class PastIsReadOnly(RuntimeError):
    """A write was asked for while a past day was being read."""
