"""Rolling a plan forward: next year's plan is started from this one, and every promise of this one is marked.

Nothing of the priorities is copied at the start: a promise that is carried or replaced takes its priority, and the
heading it stands under, along into the new plan. So the new plan holds what somebody chose, and no empty headings.
"""
