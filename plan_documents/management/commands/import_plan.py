"""``import_plan``: read published plans in, and say what that changes."""

from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import URLValidator

from ledger.entries import Entry
from ledger.management.arguments import day_argument
from plan_documents.errors import PlanDocumentError
from plan_documents.models import ImportRun
from plan_documents.moves import EVERY, TAKEN
from plan_documents.parsing import KINDS
from plan_documents.parsing.slugs import MAX_SLUG, SLUG
from plan_documents.readers import load
from plan_documents.report import closing_line, document_lines, import_lines
from plan_documents.runs import compare_only, import_at_once
from plan_documents.sources import Source


class Command(BaseCommand):
    help = (
        "Read published plan documents (.txt, .md, .html, .docx) and show what they would create and change. "
        "Nothing is written without --apply."
    )

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--plan", required=True, metavar="SLUG", help="the plan's part of its address")
        parser.add_argument("--title", default="", help="the plan's title; else the document's own")
        for name, meaning in [("starts", "first day"), ("ends", "last day"), ("adopted", "day of adoption")]:
            parser.add_argument(f"--{name}", type=day_argument, metavar="YYYY-MM-DD", help=f"the plan's {meaning}")
        parser.add_argument("--kind", choices=("auto", *KINDS), default="auto", help="what the documents are")
        parser.add_argument("--apply", action="store_true", help="write it; without this nothing is written")
        parser.add_argument("--reason", default="", help="why promises that are on record change, in a sentence")
        parser.add_argument("--decision", default="", metavar="URL", help="the decision that changed them")
        parser.add_argument("--approved-by", default="", metavar="ROLE", help="the role that approved the change")
        parser.add_argument(
            "--effective", type=day_argument, metavar="YYYY-MM-DD", help="the day changes took effect; else today"
        )
        parser.add_argument(
            "--take-dates",
            action="store_true",
            help="move dates back that were moved here; else they stay as they are",
        )
        parser.add_argument(
            "--set-aside", type=Path, metavar="FILE", help="add the text of every line set aside to this file"
        )

    def handle(self, *args, **options):
        try:
            self._run(options)
        except PlanDocumentError as error:
            raise CommandError(str(error)) from error

    def _run(self, options):
        run, why = _run_of(options), _why(options)
        known = _lines_known(options["set_aside"])
        sources = [Source(path.name, load(path)) for path in dict.fromkeys(options["files"])]
        look = import_at_once(run, sources, why) if options["apply"] else compare_only(run, sources)
        for document in look.documents:
            self._say(document_lines(document.source.name, document.parsed))
        self._say(import_lines(look.result, options["apply"]))
        parsed = [document.parsed for document in look.documents]
        if options["set_aside"]:
            _add_set_aside(options["set_aside"], known, parsed)
        if not options["apply"]:
            self.stdout.write("Nothing was written: add --apply to write it.")
        self.stdout.write(closing_line(parsed))

    def _say(self, lines):
        for line in lines:
            self.stdout.write(line)


def _run_of(options) -> ImportRun:
    slug = options["plan"]
    if not SLUG.fullmatch(slug) or len(slug) > MAX_SLUG:
        raise CommandError(
            f"--plan {slug}: use small letters, digits and hyphens only, at most {MAX_SLUG}, "
            "for example council-plan-2021-23."
        )
    starts, ends = options["starts"], options["ends"]
    if starts and ends and ends < starts:
        raise CommandError(f"--ends {ends} comes before --starts {starts}: check both days.")
    return ImportRun(
        plan_slug=slug,
        plan_title=options["title"],
        starts_on=starts,
        ends_on=ends,
        adopted_on=options["adopted"],
        kind=options["kind"],
        publish=True,
        by_command=True,
        account={"dates": {EVERY: TAKEN}} if options["take_dates"] else {},
    )


def _why(options) -> Entry:
    if options["decision"]:
        try:
            URLValidator()(options["decision"])
        except ValidationError as error:
            raise CommandError(f"--decision {options['decision']}: give a whole address, with https://.") from error
    return Entry(options["reason"], options["decision"], options["approved_by"], options["effective"])


def _lines_known(path: Path | None) -> list[str]:
    """The lines in the file for what is set aside; read, and made where it is missing, before anything is written."""
    if path is None:
        return []
    try:
        path.touch()
        return path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not text in UTF-8"
        raise PlanDocumentError(f"--set-aside {path} cannot be used: {reason}. Name another file.") from error


def _add_set_aside(path: Path, known: list[str], documents) -> None:
    lines = [each.text for document in documents for each in document.set_aside if each.text]
    new = [line for line in dict.fromkeys(lines) if line not in known]
    with path.open("a", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in new)
