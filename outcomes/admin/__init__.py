"""The officers' desk for what plans say, for places, election periods and seals: one module for each."""

from . import approach, case_studies, elections, indicators, outcomes, places, plans, seals

__all__ = ["approach", "case_studies", "elections", "indicators", "outcomes", "places", "plans", "seals"]
