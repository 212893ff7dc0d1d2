"""Addresses that open something by themselves do not stand in logs: links to drafts, invitations, new passwords."""

import logging
import re

SECRET = re.compile(r"(/preview/|/sign-in/invitation/|/sign-in/password/new/(?!done/)|[?&]code=)[^/?&\s\"']+")


def masked(line: str) -> str:
    return SECRET.sub(r"\1…", line)


class MaskedLines(logging.Formatter):
    """Whole lines, with what was raised."""

    def format(self, record: logging.LogRecord) -> str:
        return masked(super().format(record))
