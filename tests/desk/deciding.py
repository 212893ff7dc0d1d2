"""A decision by a signed link, as somebody without an account gives it."""

from desk import previews


def decide_by_link(item, decision: str, remark: str = "", *, role: str, by) -> str:
    """Make a link, decide by it, and say the decision as the desk does."""
    link, _ = previews.make(item, purpose="approve", role=role, by=by)
    previews.decide(link, decision, remark=remark, seen=previews.mark_of(link))
    link.refresh_from_db()
    return previews.decision_in_words(link)
