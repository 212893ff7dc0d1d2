"""Who reads dashboards, what they ask, what they note for themselves, and the packs made for their meetings."""

from .accounts import CouncillorAccount
from .notes import Note
from .packs import Pack
from .questions import Answer, Question

__all__ = ["Answer", "CouncillorAccount", "Note", "Pack", "Question"]
