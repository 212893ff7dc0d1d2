"""The starter content, as the command loads it."""

from io import StringIO

from django.core.management import call_command


def load(*arguments) -> list[str]:
    """What the command tells, line by line."""
    out = StringIO()
    call_command("load_starter_content", *arguments, stdout=out)
    return out.getvalue().splitlines()
