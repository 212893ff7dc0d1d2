"""The public pages on promises, on the people who answer for them, and on places."""

from .changes import ChangesView
from .dates import MovedDatesTableView, MovedDatesView
from .lists import PriorityListView, PromiseTableView
from .people import (
    CouncillorListView,
    CouncillorView,
    PortfolioHistoryView,
    PortfolioListView,
    PortfolioView,
)
from .places import PlaceListView, PlaceView
from .promises import DeliverableView, PriorityView
from .what_happened import WhatHappenedView

__all__ = [
    "ChangesView",
    "CouncillorListView",
    "CouncillorView",
    "DeliverableView",
    "MovedDatesTableView",
    "MovedDatesView",
    "PlaceListView",
    "PlaceView",
    "PortfolioHistoryView",
    "PortfolioListView",
    "PortfolioView",
    "PriorityListView",
    "PriorityView",
    "PromiseTableView",
    "WhatHappenedView",
]
