"""Addresses made from headings and names."""

import re
import unicodedata

MAX_SLUG = 80
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def slug_for(text: str) -> str:
    """``text`` as part of an address: ASCII words and hyphens, cut at a whole word within 80 characters."""
    ascii_text = unicodedata.normalize("NFKD", re.sub(r"[’‘']", "", text)).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", ascii_text.lower())
    slug = ""
    for word in words:
        longer = f"{slug}-{word}" if slug else word
        if len(longer) > MAX_SLUG:
            break
        slug = longer
    return slug or "untitled"
