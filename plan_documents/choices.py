"""Who is meant by a holder as printed: what may be chosen, what was chosen before, and the records it stands for."""

from collections.abc import Iterable, Iterator, Mapping

from plan_documents.holders import AS_PRINTED, NEW_COUNCILLOR, NEW_PORTFOLIO, Holder, Printed, new_holder
from plan_documents.models import ImportRun
from priorities.models import Councillor, Portfolio

ON_RECORD = {"councillor": Councillor, "portfolio": Portfolio}


def holders_meant(choices: Mapping[str, str]) -> dict[str, Holder]:
    """The holder behind each choice, by the words as printed; none where the chosen record is gone."""
    names = _names_on_record() if any(":" in choice for choice in choices.values()) else {}
    meant = {printed: _holder(choice, printed, names) for printed, choice in choices.items()}
    return {printed: holder for printed, holder in meant.items() if holder is not None}


def chosen_before(printed: Iterable[str]) -> dict[str, str]:
    """What was chosen for the same words in the runs that stand, the latest first."""
    wanted, found = set(printed), {}
    earlier = ImportRun.objects.filter(state=ImportRun.State.APPLIED).exclude(holders={})
    for choices in earlier.order_by("-settled_at", "-pk").values_list("holders", flat=True) if wanted else ():
        found = {text: choice for text, choice in choices.items() if text in wanted} | found
    return found


def to_choose(printed: Iterable[Printed], choices: Mapping[str, str]) -> list[Printed]:
    """The holders that match nobody on record, and those for which a choice was made."""
    slugs = set(Councillor.objects.values_list("slug", flat=True))
    chosen = {text for text, choice in choices.items() if choice != NEW_COUNCILLOR}
    return [each for each in printed if each.text in chosen or not each.read or each.read.slug not in slugs]


def default_choice(printed: Printed) -> str:
    return NEW_COUNCILLOR if printed.read else AS_PRINTED


def on_offer(printed: Printed, records: list[tuple[str, list[tuple[str, str]]]]) -> list:
    """The choices for one holder, as a select has them."""
    name = printed.read.name
    new = (NEW_COUNCILLOR, f"Make a new councillor: {name}")
    if not name:
        new = (NEW_PORTFOLIO, f"Make a new portfolio: {printed.text}")
    return [new, (AS_PRINTED, "Nobody: leave it as printed"), *records]


def records_on_offer() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every councillor and portfolio on record."""
    return [(f"{kind.capitalize()}s on record", list(_options(kind))) for kind in ON_RECORD]


def _options(kind: str) -> Iterator[tuple[str, str]]:
    for slug, name in ON_RECORD[kind].objects.order_by("name", "slug").values_list("slug", "name"):
        yield f"{kind}:{slug}", name


def _names_on_record() -> dict[str, str]:
    return {value: name for kind in ON_RECORD for value, name in _options(kind)}


def _holder(choice: str, printed: str, names: Mapping[str, str]) -> Holder | None:
    kind, colon, slug = choice.partition(":")
    if not colon:
        return new_holder(choice, printed)
    return Holder(kind, slug, names[choice]) if choice in names else None
