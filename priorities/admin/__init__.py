"""The officers' desk for promises, the people who answer for them, and progress: one module for each page or list."""

from . import deliverables, meetings, officers, people, priority_actions, progress

__all__ = ["deliverables", "meetings", "officers", "people", "priority_actions", "progress"]
