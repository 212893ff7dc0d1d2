"""The officers' desk for plans, outcomes, indicators, the approach and places: one module for each."""

from . import approach, case_studies, indicators, outcomes, places, plans

__all__ = ["approach", "case_studies", "indicators", "outcomes", "places", "plans"]
