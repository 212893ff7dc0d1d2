"""Sentences that several desks share."""

ORDER_HELP = "Positions start at 1; no two may share one."
