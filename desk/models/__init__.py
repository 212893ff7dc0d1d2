"""What the desk keeps for its own: links that show a draft, and what officers were reminded of."""

from .previews import PreviewLink
from .reminders import Reminder

__all__ = ["PreviewLink", "Reminder"]
