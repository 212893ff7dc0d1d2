"""From what a document says to the records it would put in place, parents before children."""

from collections.abc import Iterator, Mapping
from typing import Any

from plan_documents.blocks import fold
from plan_documents.holders import Holder, read_holder
from plan_documents.parsed import (
    ApproachPage,
    Deliverable,
    Outcome,
    ParsedDocument,
    Priority,
    Section,
    Story,
    Text,
)
from plan_documents.parsing.slugs import slug_for
from plan_documents.records import PlanDetails, Record, Ref, refuse_doubles
from plan_documents.vocabulary import KNOWN_OUTCOMES, PRINCIPLES

_LINK_OF = {"councillor": "published_holder", "portfolio": "portfolio"}
WITHIN_PLAN = "-in-the-plan"
"""Ends the address of an approach page that is a part of a plan: the plan may have a page of that name, too."""


def records_of(
    document: ParsedDocument, details: PlanDetails, holders: Mapping[str, Holder] | None = None
) -> list[Record]:
    """The records of one document for the plan that ``details`` names, parents before children.

    ``holders`` says who is meant where somebody chose it, by the holder as printed.
    """
    records = list(_Flattener(document, details, holders or {}).records())
    refuse_doubles(records)
    return records


def _said(**fields: Any) -> dict[str, Any]:
    """What a document says, and of which fields it is silent: silence changes nothing on record."""
    stated = {name: value for name, value in fields.items() if value not in ("", None, {}, [])}
    return {"fields": stated, "silent": tuple(name for name in fields if name not in stated)}


class _Flattener:
    def __init__(self, document: ParsedDocument, details: PlanDetails, holders: Mapping[str, Holder]):
        self._document = document
        self._details = details
        self._holders = holders
        self._plan = Ref("plan", (details.slug,))

    def records(self) -> Iterator[Record]:
        yield self._plan_record()
        yield from self._forewords()
        slugs: list[str] = []
        for position, page in enumerate(self._document.approach_pages, 1):
            slugs.append(slug_for(page.title))
            yield from self._approach_page(page, position, slugs.count(slugs[-1]))
        for position, outcome in enumerate(self._document.outcomes, 1):
            yield from self._outcome(outcome, position)
        for priority in self._document.priorities:
            yield from self._priority(priority, None)
        yield from self._figures()

    def _plan_record(self) -> Record:
        document, details = self._document, self._details
        labels = {**document.labels, **({"title": document.title} if document.title else {})}
        return Record(
            "plan",
            self._plan.key,
            {"slug": details.slug},
            f"plan {details.slug}",
            1,
            **_said(
                title=details.title,
                edition=document.edition,
                starts_on=details.starts_on,
                ends_on=details.ends_on,
                adopted_on=details.adopted_on,
                introduction=document.introduction,
                vision=document.vision,
                labels=labels,
            ),
            defaults={"title": document.title or details.slug.replace("-", " ").capitalize()},
            whole=document.kind == "plan",
        )

    def _forewords(self) -> Iterator[Record]:
        for order, foreword in enumerate(self._document.forewords, 1):
            yield Record(
                "foreword",
                (*self._plan.key, order),
                {"plan": self._plan, "order": order},
                f"foreword {order}",
                foreword.line,
                {"author_name": foreword.name, "author_role": foreword.role, "body": foreword.body},
            )

    def _figures(self) -> Iterator[Record]:
        for order, figure in enumerate(self._document.figures, 1):
            if figure.outcome:
                yield self._outcome_identity(figure.outcome, figure.heading, figure.line)
            outcome = Ref("outcome", (figure.outcome,)) if figure.outcome else None
            yield Record(
                "figure",
                (*self._plan.key, order),
                {"plan": self._plan, "order": order},
                f"figure {order}",
                figure.line,
                {"outcome": outcome, "heading": figure.heading, "text": figure.text},
            )

    def _approach_page(self, page: ApproachPage, position: int, occurrence: int) -> Iterator[Record]:
        """The page's records; a title that comes again in one document is numbered."""
        again = f"-{occurrence}" if occurrence > 1 else ""
        slug = slug_for(page.title) + again + (WITHIN_PLAN if self._document.kind == "plan" else "")
        record = Record(
            "approach page",
            (*self._plan.key, slug),
            {"plan": self._plan, "slug": slug[:80]},
            f"approach page “{page.title}”",
            page.line,
            defaults={"order": position},
            **_said(title=page.title, introduction=page.introduction),
            whole=True,
        )
        yield record
        for order, section in enumerate(page.sections, 1):
            principle = None
            if section.principle:
                principle = Ref("principle", (section.principle,))
                yield _principle(section.principle, section.line)
            part = Record(
                "approach section",
                (*record.key, order),
                {"page": record.ref, "order": order},
                f"section {order} of “{page.title}”",
                section.line,
                {"heading": section.heading, "body": section.body, "principle": principle},
            )
            yield part
            yield from self._cases(section.cases, "section", part)
        for order, value in enumerate(page.values, 1):
            yield Record(
                "shared value",
                (*record.key, order),
                {"page": record.ref, "order": order},
                f"value {order}",
                value.line,
                {"title": value.heading, "text": value.body},
                {"slug": slug_for(value.heading)},
            )

    def _cases(self, cases: list[Section], parent_field: str, parent: Record) -> Iterator[Record]:
        for order, case in enumerate(cases, 1):
            yield Record(
                "case study",
                (*parent.key, order),
                {parent_field: parent.ref, "order": order},
                f"case study {order} in {parent.label}",
                case.line,
                {"title": case.heading, "body": case.body},
                {"plan": self._plan},
            )

    def _outcome_identity(self, slug: str, name: str, line: int) -> Record:
        known = {outcome.slug: (order, outcome.name) for order, outcome in enumerate(KNOWN_OUTCOMES, 1)}
        order, name = known.get(slug, (len(known) + 1, name))
        return Record("outcome", (slug,), {"slug": slug}, f"outcome {name}", line, {}, {"name": name, "order": order})

    def _outcome(self, outcome: Outcome, position: int) -> Iterator[Record]:
        identity = self._outcome_identity(outcome.slug, outcome.name, outcome.line)
        yield identity
        told = bool(outcome.introduction or outcome.aims or outcome.priorities or outcome.commitments)
        order = position if self._document.kind == "plan" else identity.defaults["order"]
        record = Record(
            "outcome statement",
            (*self._plan.key, outcome.slug),
            {"plan": self._plan, "outcome": identity.ref},
            f"{outcome.name}",
            outcome.line,
            **_said(
                name=outcome.name,
                statement=outcome.statement,
                overview_statement=_where_different(outcome),
                strapline=outcome.strapline,
                introduction=outcome.introduction,
                tracking_note=outcome.tracking_note,
                labels=outcome.labels,
            ),
            defaults={"order": order},
            whole=told,
        )
        yield record
        yield from self._parts(outcome, record)
        for priority in outcome.priorities:
            yield from self._priority(priority, record)
        for order, story in enumerate(outcome.stories, 1):
            yield from self._story(story, order, identity)

    def _parts(self, outcome: Outcome, parent: Record) -> Iterator[Record]:
        yield from _texts("aim", outcome.aims, parent)
        for commitment in outcome.commitments:
            key = (commitment.kind, commitment.number)
            yield Record(
                "commitment",
                (*parent.key, *key),
                {"plan_outcome": parent.ref, "kind": commitment.kind, "number": commitment.number},
                f"{parent.label}, {commitment.kind} {commitment.number}",
                commitment.line,
                {"text": commitment.text},
            )
        yield from self._indicators(outcome, parent)
        for order, section in enumerate(outcome.sections, 1):
            yield Record(
                "outcome section",
                (*parent.key, order),
                {"plan_outcome": parent.ref, "order": order},
                f"{parent.label}, section {order}",
                section.line,
                {"heading": section.heading, "body": section.body},
            )
        yield from self._cases(outcome.cases, "plan_outcome", parent)

    def _indicators(self, outcome: Outcome, parent: Record) -> Iterator[Record]:
        for order, indicator in enumerate(outcome.indicators, 1):
            name = indicator.text.rstrip(".")
            identity = {"slug": slug_for(name)}
            lasting = Ref("indicator", (identity["slug"],))
            stated = Record(
                "plan indicator",
                (*parent.key, order),
                {"plan_outcome": parent.ref, "order": order},
                f"{parent.label}, measure {order}",
                indicator.line,
                {"wording": indicator.text},
                {"indicator": lasting},
            )
            yield Record(
                "indicator",
                lasting.key,
                identity,
                f"indicator “{name}”",
                indicator.line,
                {},
                {"name": name[:300]},
                wanted_by=stated,
            )
            yield stated

    def _story(self, story: Story, order: int, outcome: Record) -> Iterator[Record]:
        slug = slug_for(story.person)
        record = Record(
            "story",
            (*self._plan.key, slug),
            {"plan": self._plan, "slug": slug},
            f"story of {story.person}",
            story.line,
            {"person_name": story.person, "person_role": story.role, "text": story.text},
            {"kind": "im-kirklees", "state": "published", "order": order},
        )
        yield record
        basis = "Published by the council in the plan this story comes from."
        yield Record(
            "consent",
            record.key,
            {"story": record.ref},
            f"consent of {story.person}",
            story.line,
            {},
            {"basis": basis},
        )
        link = {"story": record.ref, "outcome": outcome.ref}
        yield Record("story outcome", (*record.key, *outcome.key), link, f"link of {story.person}", story.line)

    def _priority(self, priority: Priority, outcome: Record | None) -> Iterator[Record]:
        holder = self._holders.get(priority.holder, read_holder(priority.holder))
        linked = Ref(holder.kind, (holder.slug,)) if holder else None
        if holder:
            slug, label = {"slug": holder.slug}, f"{holder.kind} {holder.name}"
            yield Record(holder.kind, linked.key, slug, label, priority.line, {}, {"name": holder.name})
        links = {_LINK_OF[holder.kind]: linked} if holder else {}
        place = outcome.label if outcome else "Outside outcomes"
        record = Record(
            "priority",
            (*self._plan.key, outcome.key[-1] if outcome else "", priority.number),
            {"plan": self._plan, "plan_outcome": outcome.ref if outcome else None, "number": priority.number},
            f"{place}, priority {priority.number}",
            priority.line,
            **_said(
                title=priority.title,
                action=priority.action,
                holder_as_published=priority.holder,
                **{"published_holder": None, **links},
                labels={name: text for name, text in priority.labels.items() if text},
            ),
            whole=True,
        )
        yield record
        yield from self._deliverables(priority.deliverables, record, None, ())

    def _deliverables(
        self, deliverables: list[Deliverable], priority: Record, parent: Record | None, path: tuple[int, ...]
    ) -> Iterator[Record]:
        for order, deliverable in enumerate(deliverables, 1):
            position = (*path, order)
            record = Record(
                "deliverable",
                (*priority.key, *position),
                {"priority": priority.ref, "parent": parent.ref if parent else None, "order": order},
                f"{priority.label}, deliverable {'.'.join(map(str, position))}",
                deliverable.line,
                {
                    "text": deliverable.text,
                    "timescale_text": deliverable.timescale,
                    "status_as_published": deliverable.status,
                    "owner_as_published": deliverable.owner,
                    "expected_result": deliverable.expected_result,
                    "as_printed": deliverable.as_printed,
                },
            )
            yield record
            yield from self._deliverables(deliverable.children, priority, record, position)


def _where_different(outcome: Outcome) -> str:
    """The overview's wording where it is not the statement itself."""
    listed = outcome.overview_statement
    return "" if outcome.statement and fold(listed) == fold(outcome.statement) else listed


def _texts(kind: str, texts: list[Text], parent: Record) -> Iterator[Record]:
    for order, text in enumerate(texts, 1):
        yield Record(
            kind,
            (*parent.key, order),
            {"plan_outcome": parent.ref, "order": order},
            f"{parent.label}, {kind} {order}",
            text.line,
            {"text": text.text},
        )


def _principle(slug: str, line: int) -> Record:
    name, _pattern = PRINCIPLES[slug]
    order = list(PRINCIPLES).index(slug) + 1
    return Record("principle", (slug,), {"slug": slug}, f"principle {name}", line, {}, {"name": name, "order": order})
