"""Reads the timescales of published plans: the text is kept, and its reading stands beside it."""

from .reading import Milestone, Timescale, read_timescale

__all__ = ["Milestone", "Timescale", "read_timescale"]
