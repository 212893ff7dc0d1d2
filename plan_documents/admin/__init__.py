"""The officers' desk for plan documents: bring one in, review it, apply or discard it, undo it."""

from .runs import ImportRunAdmin

__all__ = ["ImportRunAdmin"]
