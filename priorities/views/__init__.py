"""The public pages on promises, on the people who answer for them, and on places."""

from .changes import ChangesView
from .lists import PriorityListView, PromiseTableView
from .people import CouncillorListView, CouncillorView, PortfolioListView, PortfolioView
from .places import PlaceListView, PlaceView
from .promises import DeliverableView, PriorityView

__all__ = [
    "ChangesView",
    "CouncillorListView",
    "CouncillorView",
    "DeliverableView",
    "PlaceListView",
    "PlaceView",
    "PortfolioListView",
    "PortfolioView",
    "PriorityListView",
    "PriorityView",
    "PromiseTableView",
]
