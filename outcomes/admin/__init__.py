"""The officers' desk for plans, outcomes, indicators, the approach, places and seals: one module for each."""

from . import approach, case_studies, indicators, outcomes, places, plans, seals

__all__ = ["approach", "case_studies", "indicators", "outcomes", "places", "plans", "seals"]
