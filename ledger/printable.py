"""Characters that XML cannot carry, in feeds or in Word documents: they come with what is pasted, unseen."""

import re

from django.core.exceptions import ValidationError

UNPRINTABLE = re.compile("[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\uD800-\\uDFFF\\uFFFE\\uFFFF]")
SHOWN = 30
ODD = "This holds a character that cannot be printed, {}. Delete it there, and type that place again."


def printable(text: str) -> str:
    """The text without them; those that part words, such as a new page, become spaces."""
    return UNPRINTABLE.sub(lambda found: " " if found[0].isspace() else "", text)


def refuse_unprintable(text: str) -> None:
    """For fields of forms: says where the first one stands. Raises ``ValidationError``."""
    if found := UNPRINTABLE.search(text):
        before = text[: found.start()].split()
        words = " ".join(before)[-SHOWN:]
        raise ValidationError(ODD.format(f"after “{words}”" if words else "at the beginning"), code="unprintable")
