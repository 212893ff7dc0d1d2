"""Who promised what by when, who answers for it, and how it is going."""

from .meetings import Committee, Meeting, Remit, Seat
from .people import Appointment, Councillor, Directorate, Officer, Portfolio
from .progress import ProgressUpdate, Status
from .promises import Deliverable, DeliverablePlace, EvidenceLink, PriorityAction
from .succession import Succession

__all__ = [
    "Appointment",
    "Committee",
    "Councillor",
    "Deliverable",
    "DeliverablePlace",
    "Directorate",
    "EvidenceLink",
    "Meeting",
    "Officer",
    "Portfolio",
    "PriorityAction",
    "ProgressUpdate",
    "Remit",
    "Seat",
    "Status",
    "Succession",
]
