"""What the council says it is for: plans, outcomes, measures, approach and places."""

from .approach import ApproachPage, ApproachSection, CaseStudy, Principle
from .elections import ElectionPeriod, Release
from .indicators import Comparator, Indicator, Measurement, PlanIndicator, Target
from .outcomes import Aim, Commitment, HeadlineFigure, Outcome, OutcomeSection, PlanOutcome
from .places import Place, PlaceFollows, PlaceWithin
from .plans import Foreword, Plan
from .seals import Seal, SealCheck

__all__ = [
    "Aim",
    "ApproachPage",
    "ApproachSection",
    "CaseStudy",
    "Commitment",
    "Comparator",
    "ElectionPeriod",
    "Foreword",
    "HeadlineFigure",
    "Indicator",
    "Measurement",
    "Outcome",
    "OutcomeSection",
    "Place",
    "PlaceFollows",
    "PlaceWithin",
    "Plan",
    "PlanIndicator",
    "PlanOutcome",
    "Principle",
    "Release",
    "Seal",
    "SealCheck",
    "Target",
]
