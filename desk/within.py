"""Keeping who reads a preview within it: links to what only the preview shows lead on there. Text in, text out."""

import re
from collections.abc import Callable

ATTRIBUTE = re.compile(r'\s(?P<name>href|src|action)="(?P<address>/(?!/)[^"]*)"')
PARTS = re.compile(r"[/?=&;#]")


def lead_within(html: str, prefix: str, reaches: Callable[[str], bool], hidden: set[str]) -> str:
    """``html`` with ``prefix`` before each address whose path it ``reaches``.

    A link elsewhere that names one of the ``hidden`` slugs would lead to a page that is not there: it leads nowhere.
    """

    def changed(found: re.Match) -> str:
        name, address = found["name"], found["address"]
        if reaches(re.split("[?#]", address)[0]):
            return f' {name}="{prefix}{address}"'
        return "" if name == "href" and hidden & set(PARTS.split(address)) else found[0]

    return ATTRIBUTE.sub(changed, html)
