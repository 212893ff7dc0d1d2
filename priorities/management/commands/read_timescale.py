import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterable

from django.core.management.base import BaseCommand

from priorities.timescales import read_timescale


class Command(BaseCommand):
    help = (
        "Shows how timescales are read, one JSON object a line. Give them as arguments, or one a line on "
        "standard input; a blank line gives an object too, so that lines correspond. Needs no database."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("texts", nargs="*", metavar="TEXT", help="a timescale, such as 'by March 2026'")

    def handle(self, *args: object, texts: list[str], **options: object) -> None:
        lines: Iterable[str] = texts or (line.rstrip("\r\n") for line in sys.stdin)
        for text in lines:
            self.stdout.write(json.dumps(read_timescale(text).as_dict()))
