"""The starter content: a list of plans with their documents, and tables of places, people and progress.

Everything becomes the same records that any import makes, so that reading it in twice changes nothing.
"""

import csv
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from plan_documents.errors import PlanDocumentError
from plan_documents.flattening import records_of
from plan_documents.parsing import parse_document
from plan_documents.parsing.slugs import slug_for
from plan_documents.readers import read_file
from plan_documents.records import PlanDetails, Record, Ref


def starter_records(folder: Path) -> list[Record]:
    """Every record of the starter content in ``folder``, parents before children."""
    records = [*_plans(folder), *_places(folder), *_appointments(folder), *_progress(folder)]
    if not records:
        raise PlanDocumentError(f"{folder} has no plans.toml: give the folder that holds the starter content.")
    return records


def _plans(folder: Path) -> Iterator[Record]:
    listing = folder / "plans.toml"
    if not listing.exists():
        return
    for position, plan in enumerate(tomllib.loads(listing.read_text(encoding="utf-8"))["plan"], 1):
        details = PlanDetails(plan["slug"], plan["title"], plan.get("starts"), plan.get("ends"), plan.get("adopted"))
        yield _plan_record(plan, position)
        for file in plan["files"]:
            yield from records_of(parse_document(read_file(folder / file["path"]), file["kind"]), details)


def _plan_record(plan: dict, position: int) -> Record:
    """What only the listing says of a plan: its source, and which plan it replaces."""
    fields = {name: plan[key] for name, key in _PLAN_FIELDS.items() if key in plan}
    if "replaces" in plan:
        fields["replaces"] = Ref("plan", (plan["replaces"],))
    slug = {"slug": plan["slug"]}
    return Record("plan", (plan["slug"],), slug, f"plan {plan['slug']}", position, fields)


_PLAN_FIELDS = {
    "title": "title",
    "starts_on": "starts",
    "ends_on": "ends",
    "adopted_on": "adopted",
    "source_url": "source",
}


def _places(folder: Path) -> Iterator[Record]:
    for line, row in _rows(folder / "places.csv"):
        slug = slug_for(row["name"] if row["kind"] != "town" else f"{row['name']} town")
        yield Record(
            "place",
            (slug,),
            {"slug": slug},
            f"place {row['name']}",
            line,
            {
                "name": row["name"],
                "kind": row["kind"],
                "valid_from": _day(row["valid_from"]),
                "valid_until": _day(row["valid_until"]),
                "source": row["source"],
            },
        )


def _appointments(folder: Path) -> Iterator[Record]:
    for line, row in _rows(folder / "appointments.csv"):
        councillor = _named("councillor", row["councillor"], line)
        portfolio = _named("portfolio", row["portfolio"], line)
        starts_on = _day(row["from"])
        yield councillor
        yield portfolio
        yield Record(
            "appointment",
            (*councillor.key, *portfolio.key, starts_on),
            {"councillor": councillor.ref, "portfolio": portfolio.ref, "starts_on": starts_on},
            f"{row['councillor']}: {row['portfolio']}",
            line,
            {
                "ends_on": _day(row["until"]),
                "role": row["role"],
                "note": row["note"],
                "source": row["source"],
            },
        )


def _named(kind: str, name: str, line: int) -> Record:
    slug = slug_for(name)
    return Record(kind, (slug,), {"slug": slug}, f"{kind} {name}", line, {}, {"name": name})


def _progress(folder: Path) -> Iterator[Record]:
    for line, row in _rows(folder / "example-progress.csv"):
        position = tuple(int(number) for number in row["deliverable"].split("."))
        deliverable = Ref("deliverable", (row["plan"], row["outcome"], int(row["priority"]), *position))
        yield Record(
            "progress update",
            (*deliverable.key, row["as_of"]),
            {"deliverable": deliverable, "as_of": _day(row["as_of"])},
            f"example progress of {row['as_of']}",
            line,
            {name: row[name] for name in _PROGRESS_FIELDS},
            {"state": "published", "is_example": True},
        )


_PROGRESS_FIELDS = ("status", "commentary", "cause", "action", "next_step", "evidence_url", "author_role")


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """(line, row) of a table; none where there is no such file."""
    if not path.exists():
        return
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        for row in reader:
            yield reader.line_num, {name: (value or "").strip() for name, value in row.items()}


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
