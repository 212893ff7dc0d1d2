"""Keeping the day that is read in the links and forms of a page. Text in, text out."""

import re

from ledger.asked import AS_AT, KNOWN_BY

ELSEWHERE = ("/static/", "/media/", "/admin/")
"""Where a day means nothing."""
ANCHOR = re.compile(r'<a\b[^>]*?\bhref="(?P<address>[^"]*)"[^>]*>', re.IGNORECASE)
FORM = re.compile(r'<form\b[^>]*\bmethod="get"[^>]*>', re.IGNORECASE)


def keep_day(html: str, day: str, known_by: str = "") -> str:
    """``html`` with the day in every link within the site, and in every form that asks for a page.

    What is marked ``data-live``, or names a day of its own, stays as it is.
    """
    wanted = f"{AS_AT}={day}" + (f"&amp;{KNOWN_BY}={known_by}" if known_by else "")
    fields = f'<input type="hidden" name="{AS_AT}" value="{day}">'
    fields += f'<input type="hidden" name="{KNOWN_BY}" value="{known_by}">' if known_by else ""
    html = ANCHOR.sub(lambda match: _with_day(match, wanted), html)
    return FORM.sub(lambda match: match[0] if "data-live" in match[0] else match[0] + fields, html)


def _with_day(match: re.Match, wanted: str) -> str:
    tag, address = match[0], match["address"]
    if "data-live" in tag or f"{AS_AT}=" in address or not _is_within(address):
        return tag
    path, hash_mark, fragment = address.partition("#")
    joined = f"{path}{'&amp;' if '?' in path else '?'}{wanted}{hash_mark}{fragment}"
    start, end = match.span("address")
    return tag[: start - match.start()] + joined + tag[end - match.start() :]


def _is_within(address: str) -> bool:
    """Is it a page of this site? A bare fragment stays on the page that is shown."""
    if address.startswith(("//", "#")) or address.startswith(ELSEWHERE):
        return False
    return address == "." or address.startswith(("/", "?", "./"))
