"""What the desk's pages of plans, stories and reports say of preview links."""

from django import template

from desk import decisions
from desk.admin_previews import page_for
from desk.previews import KINDS, fault_of_link, may_make

register = template.Library()


@register.simple_tag
def preview_page(item, user) -> str:
    """The address of the page of preview links to a draft; empty where there is none, or the user may not make any."""
    if type(item) not in KINDS.values() or not may_make(user, item) or fault_of_link(item, "look"):
        return ""
    return page_for(item)


@register.simple_tag
def decisions_on(item) -> list[str]:
    """What was decided on a draft by links, the latest first."""
    return decisions.decisions_on(item) if type(item) in KINDS.values() else []
