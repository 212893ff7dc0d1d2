"""What the desk's pages of plans, stories and reports say of preview links."""

from django import template

from desk.admin_previews import page_for
from desk.models import PreviewLink
from desk.previews import KINDS, decision_in_words, fault_of_link, may_make

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
    if type(item) not in KINDS.values():
        return []
    links = PreviewLink.objects.of(item).decided()
    return [f"{decision_in_words(link)}, by link.{f' “{link.remark}”' if link.remark else ''}" for link in links]
