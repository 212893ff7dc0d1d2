"""The starter content: a list of plans with their documents, and tables of all the rest.

Everything becomes the same records that any import makes, so that reading it in twice changes nothing.
"""

import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from plan_documents.errors import PlanDocumentError
from plan_documents.flattening import records_of
from plan_documents.parsing import parse_document
from plan_documents.parsing.slugs import slug_for
from plan_documents.readers import read_file
from plan_documents.records import PlanDetails, Record, Ref, dated
from plan_documents.tables import day_in, rows_of


def starter_records(folder: Path) -> list[Record]:
    """Every record of the starter content in ``folder``, parents before children."""
    plans = _listed_plans(folder)
    first_days = {plan["slug"]: plan.get("holds_from") or plan.get("adopted") or plan.get("starts") for plan in plans}
    records = [
        *_plans(folder, plans, first_days),
        *_places_and_links(folder, min(filter(None, first_days.values()), default=None)),
        *_appointments(folder),
        *_meetings(folder),
        *_progress(folder),
        *_successions(folder, first_days),
    ]
    if not records:
        raise PlanDocumentError(f"{folder} has no plans.toml: give the folder that holds the starter content.")
    return records


def _listed_plans(folder: Path) -> list[dict]:
    listing = folder / "plans.toml"
    return tomllib.loads(listing.read_text(encoding="utf-8"))["plan"] if listing.exists() else []


def _plans(folder: Path, plans: list[dict], first_days: dict[str, date | None]) -> Iterator[Record]:
    """Each plan with what its documents say, to hold from the day of its adoption, unless told otherwise."""
    for position, plan in enumerate(plans, 1):
        details = PlanDetails(plan["slug"], plan["title"], plan.get("starts"), plan.get("ends"), plan.get("adopted"))
        records = [_plan_record(plan, position)]
        for file in plan["files"]:
            records += records_of(parse_document(read_file(folder / file["path"]), file["kind"]), details)
        yield from dated(records, first_days[plan["slug"]])


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


def _places_and_links(folder: Path, first_day: date | None) -> list[Record]:
    places = list(_places(folder, first_day))
    return [*places, *_place_links(folder, {place.key[0]: place for place in places})]


def _places(folder: Path, first_day: date | None) -> Iterator[Record]:
    """Places, known since the first plan, or since they began."""
    for line, row in rows_of(folder / "places.csv"):
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
                "valid_from": day_in(row["valid_from"]),
                "valid_until": day_in(row["valid_until"]),
                "source": row["source"],
            },
            on=max(filter(None, [first_day, day_in(row["valid_from"])]), default=None),
        )


def _place_links(folder: Path, places: dict[str, Record]) -> Iterator[Record]:
    """Which town lies in which ward, and which ward took over from which: from the day on which both were there."""
    for line, row in rows_of(folder / "place-links.csv"):
        ends = [places.get(row[name]) for name in ("place", "other")]
        if row["kind"] not in _PLACE_LINKS or None in ends:
            raise PlanDocumentError(
                f"line {line} of place-links.csv: name two places of places.csv by slug, and “within” or “follows”."
            )
        place, other = ends
        identity = dict(zip(_PLACE_LINKS[row["kind"]], (place.ref, other.ref), strict=True))
        yield Record(
            f"place {row['kind']}",
            (*place.key, *other.key),
            identity,
            f"{row['place']} {row['kind']} {row['other']}",
            line,
            on=max(filter(None, [place.on, other.on]), default=None),
        )


_PLACE_LINKS = {"within": ("part", "whole"), "follows": ("later", "earlier")}
"""For each kind of link between places: the fields of the place that is linked, and of the other."""


def _appointments(folder: Path) -> Iterator[Record]:
    for line, row in rows_of(folder / "appointments.csv"):
        councillor = _named("councillor", row["councillor"], line)
        portfolio = _named("portfolio", row["portfolio"], line)
        starts_on = day_in(row["from"])
        yield councillor
        yield portfolio
        yield Record(
            "appointment",
            (*councillor.key, *portfolio.key, starts_on),
            {"councillor": councillor.ref, "portfolio": portfolio.ref, "starts_on": starts_on},
            f"{row['councillor']}: {row['portfolio']}",
            line,
            {
                "ends_on": day_in(row["until"]),
                "role": row["role"],
                "note": row["note"],
                "source": row["source"],
            },
        )


def _meetings(folder: Path) -> Iterator[Record]:
    for line, row in rows_of(folder / "meetings.csv"):
        held_on = day_in(row["held_on"])
        yield Record(
            "meeting",
            (row["body"], held_on, row["title"]),
            {"body": row["body"], "held_on": held_on, "title": row["title"]},
            f"meeting of {row['held_on']}",
            line,
            {"url": row["url"]},
        )


def _named(kind: str, name: str, line: int) -> Record:
    slug = slug_for(name)
    return Record(kind, (slug,), {"slug": slug}, f"{kind} {name}", line, {}, {"name": name})


def _progress(folder: Path) -> Iterator[Record]:
    for line, row in rows_of(folder / "example-progress.csv"):
        deliverable = _deliverable(row["plan"], row["outcome"], row["priority"], row["deliverable"])
        yield Record(
            "progress update",
            (*deliverable.key, row["as_of"]),
            {"deliverable": deliverable, "as_of": day_in(row["as_of"])},
            f"example progress of {row['as_of']}",
            line,
            {name: row[name] for name in _PROGRESS_FIELDS},
            {"state": "published", "is_example": True},
        )


_PROGRESS_FIELDS = ("status", "commentary", "cause", "action", "next_step", "evidence", "author_role")


def _successions(folder: Path, first_days: dict[str, date | None]) -> Iterator[Record]:
    """What became of promises in the next plan: made up, as the progress is."""
    for line, row in rows_of(folder / "example-successions.csv"):
        earlier = _deliverable(row["plan"], row["outcome"], row["priority"], row["deliverable"])
        plan = Ref("plan", (row["later_plan"],))
        later = _later(row, line)
        yield Record(
            "succession",
            (earlier, plan, *later.values()),
            {"earlier": earlier, "plan": plan, **later},
            f"example of what became of {row['plan']}, {row['outcome']}, {row['priority']}.{row['deliverable']}",
            line,
            {"how": row["how"], "reason": row["reason"]},
            {"is_example": True},
            on=first_days[row["later_plan"]],
        )


def _later(row: dict[str, str], line: int) -> dict[str, Ref | None]:
    """Where a promise goes on: in a promise where one is named, or else in a priority; nowhere if it is dropped."""
    if bool(row["later_priority"]) == (row["how"] == "dropped"):
        raise PlanDocumentError(
            f"line {line} of example-successions.csv: name the priority in which it goes on; none where it is dropped."
        )
    where = (row["later_plan"], row["later_outcome"], row["later_priority"])
    if row["later_deliverable"]:
        return {"later": _deliverable(*where, row["later_deliverable"]), "later_priority": None}
    return {"later": None, "later_priority": _priority(*where) if row["later_priority"] else None}


def _priority(plan: str, outcome: str, number: str) -> Ref:
    return Ref("priority", (plan, outcome, int(number)))


def _deliverable(plan: str, outcome: str, priority: str, position: str) -> Ref:
    """A deliverable by its position: 2.1 is the first child of the second deliverable of the priority."""
    return Ref("deliverable", (*_priority(plan, outcome, priority).key, *map(int, position.split("."))))
