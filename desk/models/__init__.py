"""What the desk keeps for its own: links that show a draft, what officers were reminded of, and who is signed in."""

from .previews import PreviewLink
from .reminders import QuestionReminder, Reminder
from .sessions import AccountSession

__all__ = ["AccountSession", "PreviewLink", "QuestionReminder", "Reminder"]
