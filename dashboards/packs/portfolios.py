"""A pack portfolio by portfolio: who holds it, its counts, and which exceptions are its own.

Plans that name no portfolio name councillors: their promises stand under whom the plan names, and what names nobody
stands apart.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dashboards.facts import Fact
from dashboards.members import KEYS, Members, standing_of_facts
from dashboards.packs.addresses import Addresses, Lists
from dashboards.packs.figures import figure
from dashboards.packs.promised import Teller
from dashboards.rows import holders_by_portfolio
from dashboards.scopes import Scope
from dashboards.situation import what_needs_attention
from dashboards.telling import TITLES
from ledger.writing import long_day
from priorities.models import Appointment
from priorities.standing import NONE_SLUG, join_words, label_of

NO_PORTFOLIO = "No portfolio, and nobody named"
NAMED = "No portfolio in the plan; named there: {}"


@dataclass(frozen=True)
class Owner:
    """Whom a promise is counted for: a portfolio, or else whom the plan names; "" everywhere where it names nobody.

    ``slug`` is that of the portfolio or of the councillor.
    """

    portfolio: str = ""
    key: int | None = None
    named: str = ""
    slug: str = ""

    @property
    def rank(self) -> tuple:
        """Portfolios by name, then those named in plans, then nobody."""
        return not self.portfolio, not self.named, self.portfolio, self.named, self.slug

    @property
    def title(self) -> str:
        return self.portfolio or (NAMED.format(self.named) if self.named else NO_PORTFOLIO)


@dataclass(frozen=True)
class Owners:
    """The owner of each promise, who holds each portfolio on the day, and which councillors hold one."""

    day: date
    of: dict[int, Owner]
    holders: dict[int, list[str]]
    hold_one: set[str]

    def held(self, owner: Owner) -> str:
        """Who answers for it, in one sentence."""
        if not owner.portfolio:
            return f"The plan names {owner.named}, and no portfolio." if owner.named else "The plan names nobody."
        holders, day = self.holders.get(owner.key), long_day(self.day)
        return f"Held on {day} by {join_words(holders)}." if holders else f"Nobody is on record as holding it on {day}."

    def lists(self, owner: Owner, to: Addresses) -> Lists | None:
        """Where exactly the promises of this owner are listed; None where no list has them alone."""
        if owner.portfolio:
            return to.lists(portfolio=owner.slug)
        if owner.slug and owner.slug not in self.hold_one:
            return to.of_councillor(owner.slug)
        alone = not any(each.named for each in self.of.values())
        return to.lists(portfolio=NONE_SLUG) if alone and not owner.named else None


def owners_in(scope: Scope, day: date) -> Owners:
    """Asked in three questions, whatever the number of promises."""
    rows = scope.promises.order_by().values_list(
        "pk",
        "priority__portfolio",
        "priority__portfolio__name",
        "priority__portfolio__slug",
        "priority__published_holder__name",
        "priority__published_holder__slug",
        "priority__holder_as_published",
    )
    owners = {pk: _owner(*row) for pk, *row in rows}
    hold_one = Appointment.objects.on(day).order_by("pk").values_list("councillor__slug", flat=True)
    return Owners(day, owners, holders_by_portfolio({each.key for each in owners.values()}, day), set(hold_one))


def _owner(
    key: int | None, portfolio: str | None, slug: str | None, holder: str | None, holder_slug: str | None, printed: str
) -> Owner:
    if key:
        return Owner(portfolio=portfolio, key=key, slug=slug)
    return Owner(named=f"Councillor {holder}" if holder else printed, slug=holder_slug or "")


def portfolios_in(known: Iterable[Fact], found: Members, owners: Owners, to: Addresses, tell: Teller) -> list[dict]:
    """One part for each owner, in order."""
    groups: dict[Owner, list[Fact]] = {}
    for fact in known:
        groups.setdefault(owners.of[fact.pk], []).append(fact)
    return [
        _part(owner, groups[owner], found, owners, to, tell) for owner in sorted(groups, key=lambda each: each.rank)
    ]


def _part(owner: Owner, own: list[Fact], found: Members, owners: Owners, to: Addresses, tell: Teller) -> dict:
    keys = {fact.pk for fact in own}
    within = {key: [pk for pk in found[key] if pk in keys] for key in KEYS}
    trouble = dict.fromkeys(pk for key in ("off-track", "at-risk", "overdue") for pk in within[key])
    lists = owners.lists(owner, to)
    statuses = [(status or NONE_SLUG, status, count) for status, count in standing_of_facts(own, tell.day).in_order()]
    return {
        "title": owner.title,
        "portfolio": owner.portfolio,
        "named": owner.named,
        "holders": owners.holders.get(owner.key, []),
        "held": owners.held(owner),
        "sentence": what_needs_attention(own, within),
        "counts": [
            figure("every", "All promises", len(own), "", lists.section("every") if lists else ""),
            *(figure(key, TITLES[key], len(within[key]), "", lists.section(key) if lists else "") for key in KEYS),
        ],
        "statuses": [
            figure(kind, label_of(status), count, "", lists.status(kind) if lists else "")
            for kind, status, count in statuses
        ],
        "promises": [tell.in_brief(pk) for pk in trouble],
    }
