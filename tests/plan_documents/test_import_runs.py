"""A run from the upload to what became of it: kept, compared, chosen, applied, discarded."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction
from factories import CouncillorFactory, PlanFactory, PortfolioFactory
from importing_at_the_desk import REASON, live_rows
from sample_documents import OUTCOME_PAGE, WHOLE_PLAN

from ledger.entries import Entry
from ledger.refusals import KeptForGood
from outcomes.models import Aim, Plan
from plan_documents.errors import PlanDocumentError
from plan_documents.models import ImportedFile, ImportRun
from plan_documents.runs import ON_RECORD, Overtaken, apply, begin, choose, discard, look_again, look_at
from plan_documents.sources import Source
from priorities.models import Councillor, Deliverable, Portfolio, PriorityAction

pytestmark = pytest.mark.django_db

PAGE = Source("page.txt", OUTCOME_PAGE.encode())


def run_of(*sources, **values):
    return begin(ImportRun(**{"plan_slug": "village-plan", **values}), list(sources) or [PAGE], None)


def write(run, why=None):
    run.refresh_from_db()
    return apply(run, look_at(run).fingerprint, why or Entry(), None)


def warnings(run):
    return [text for each in run.account["documents"] for line in each["lines"] for text in line["warnings"]]


def test_begin_keeps_the_file_its_hash_and_the_account_and_writes_nothing_else():
    before = live_rows()

    run = run_of()

    file = run.files.get()
    assert (file.name, bytes(file.content), file.sha256, file.size) == (
        "page.txt",
        PAGE.data,
        PAGE.sha256,
        len(PAGE.data),
    )
    assert (run.state, run.created, run.changed, run.aside) == ("to-review", 17, 0, 3)
    assert live_rows() == before


def test_begin_where_the_document_cannot_be_read_keeps_nothing():
    with pytest.raises(PlanDocumentError, match=r"^bad\.txt: "):
        run_of(Source("bad.txt", b"A recipe."))
    assert ImportRun.objects.count() == 0


def test_account_tells_every_line_of_the_document_in_order():
    lines = run_of().account["documents"][0]["lines"]

    written = [line.strip() for line in OUTCOME_PAGE.splitlines() if line.strip()]
    assert len(lines) == len(written)
    assert [line["n"] for line in lines] == sorted(line["n"] for line in lines)
    assert [line["n"] for line in lines if not (line["became"] or line["aside"] or line["part_of"])] == []


def test_account_says_what_a_line_became_and_how_its_timescale_is_read():
    lines = {line["n"]: line for line in run_of().account["documents"][0]["lines"]}

    [promise] = lines[24]["became"]
    assert (promise["kind"], promise["label"], promise["verdict"]) == (
        "deliverable",
        "Shaped by people, priority 1, deliverable 1",
        "create",
    )
    assert promise["timescale"] == {
        "text": "December 2021.",
        "reading": "Read as: during December 2021.",
        "unsure": False,
    }
    assert (lines[25]["part_of"], lines[3]["aside"]) == (promise["label"], "image caption")
    [holder] = [line for line in lines.values() if line["text"] == "Councillor Example One"]
    assert holder["part_of"] == "Shaped by people, priority 1"


def test_account_marks_what_changed_before_and_after():
    write(run_of())
    changed = Source("page.txt", OUTCOME_PAGE.replace("Paint the reading room.", "Paint every room.").encode())

    account = run_of(changed).account

    [difference] = [
        difference
        for line in account["documents"][0]["lines"]
        for each in line["became"]
        for difference in each["differences"]
    ]
    assert (difference["label"], [(mark["kind"], mark["text"]) for mark in difference["marks"]]) == (
        "Text",
        [("same", "Paint"), ("dropped", "the reading"), ("added", "every"), ("same", "room.")],
    )
    assert {name: account["counts"][name] for name in ("create", "change")} == {"create": 0, "change": 1}


def test_apply_writes_what_the_command_writes(tmp_path):
    write(run_of(publish=True))
    by_desk = live_rows()
    file = tmp_path / "page.txt"
    file.write_text(OUTCOME_PAGE, encoding="utf-8")

    call_command("import_plan", file, "--plan", "village-plan", "--apply", stdout=StringIO())

    assert live_rows() == by_desk
    desk, command = ImportRun.objects.order_by("pk")
    assert (command.state, command.by_command, command.created, command.same) == ("applied", True, 0, desk.created)


def test_command_without_apply_keeps_no_run(tmp_path):
    file = tmp_path / "page.txt"
    file.write_text(OUTCOME_PAGE, encoding="utf-8")

    call_command("import_plan", file, "--plan", "village-plan", stdout=StringIO())

    assert ImportRun.objects.count() == 0


@pytest.mark.parametrize(("publish", "state"), [(False, "draft"), (True, "current")])
def test_new_plan_comes_in_as_a_draft_unless_it_is_to_be_published(publish, state):
    write(run_of(publish=publish))
    assert Plan.objects.get().state == state


def test_plan_on_record_keeps_its_state():
    PlanFactory(slug="village-plan", state="current")
    write(run_of())
    assert Plan.objects.get().state == "current"


def test_apply_keeps_what_was_written_with_its_revisions():
    run = write(run_of())

    assert len(run.written) == run.created
    assert {(each["before"], each["after"]) for each in run.written} == {(None, 1)}
    assert run.written[0] == {
        "model": "outcomes.plan",
        "key": Plan.objects.get().pk,
        "before": None,
        "after": 1,
        "label": "plan village-plan",
    }


def test_apply_where_a_record_changed_since_the_review_writes_nothing():
    run = run_of()
    reviewed = look_at(run).fingerprint
    CouncillorFactory(slug="example-one", name="Example One")
    before = live_rows()

    with pytest.raises(Overtaken):
        apply(run, reviewed, Entry(), None)

    assert live_rows() == before
    assert ImportRun.objects.get().state == "to-review"


@pytest.mark.parametrize(
    "act",
    [
        lambda run: apply(run, look_at(run).fingerprint, Entry(REASON), None),
        lambda run: look_again(run, None),
        lambda run: choose(run, {}, None),
    ],
    ids=["apply", "look-again", "choose"],
)
def test_new_plan_whose_address_another_one_has_meanwhile_is_never_written_over_it(act):
    run = run_of()
    PlanFactory(slug="village-plan", title="Taken")
    before = live_rows()

    with pytest.raises(PlanDocumentError) as refusal:
        act(run)

    assert str(refusal.value) == ON_RECORD.format("Taken")
    assert (live_rows(), ImportRun.objects.get().account["plan"]["title"]) == (before, "Village plan")


def test_address_that_is_made_is_none_of_a_plan_under_review():
    runs = [run_of(plan_slug="", plan_title="Our Village") for _ in range(2)]
    discard(runs[0], None)

    assert [each.plan_slug for each in runs] == ["our-village", "our-village-2"]
    assert run_of(plan_slug="", plan_title="Our Village").plan_slug == "our-village"


@pytest.mark.parametrize("settle", [write, lambda run: discard(run, None)], ids=["applied", "discarded"])
def test_run_that_is_settled_is_not_applied_again(settle):
    run = run_of()
    reviewed = look_at(run).fingerprint
    settle(run)

    with pytest.raises(Overtaken):
        apply(run, reviewed, Entry(), None)


def test_discard_keeps_the_run_and_writes_nothing():
    before = live_rows()
    run = discard(run_of(), None)
    assert (run.state, run.files.count(), live_rows() == before) == ("discarded", 1, True)


def test_change_of_a_published_promise_needs_the_reason():
    write(run_of(publish=True))
    changed = Source("page.txt", OUTCOME_PAGE.replace("Paint the reading room.", "Paint every room.").encode())
    run = run_of(changed)

    with pytest.raises(PlanDocumentError, match="needs a reason of its own"):
        write(run)
    write(run, Entry(REASON, approved_by="Example role"))

    version = Deliverable.objects.get(text="Paint every room.").history.latest("history_id")
    assert (version.history_change_reason, version.history_approved_by) == (REASON, "Example role")


def test_holder_chosen_among_councillors_is_linked_and_nobody_is_made():
    held = CouncillorFactory(name="Example Uno")
    run = run_of()

    look = choose(run, {"Councillor Example One": f"councillor:{held.slug}"}, None)
    write(run)

    assert look.account["counts"]["create"] == 16
    first, second = PriorityAction.objects.order_by("number")
    assert (first.published_holder, first.holder_as_published) == (held, "Councillor Example One")
    assert second.published_holder.name == "Example Two"


def test_holder_chosen_among_portfolios_is_linked_as_the_portfolio():
    portfolio = PortfolioFactory(name="Libraries")
    run = run_of()
    choose(run, {"Councillor Example One": f"portfolio:{portfolio.slug}"}, None)

    write(run)

    priority = PriorityAction.objects.get(number=1)
    assert (priority.portfolio, priority.published_holder) == (portfolio, None)


def test_holder_left_as_printed_is_linked_to_nobody():
    run = run_of()
    choose(run, {"Councillor Example One": "printed"}, None)
    write(run)
    assert PriorityAction.objects.get(number=1).published_holder is None
    assert [each.name for each in Councillor.objects.all()] == ["Example Two"]


def test_holder_that_names_no_councillor_becomes_a_new_portfolio_where_chosen():
    text = OUTCOME_PAGE.replace("Councillor Example One", "The cabinet member for libraries")
    run = run_of(Source("page.txt", text.encode()))
    choose(run, {"The cabinet member for libraries": "new-portfolio"}, None)
    write(run)
    assert PriorityAction.objects.get(number=1).portfolio == Portfolio.objects.get(
        name="The cabinet member for libraries"
    )


def test_choice_holds_for_the_same_words_in_later_runs():
    held = CouncillorFactory()
    run = run_of()
    choose(run, {"Councillor Example One": f"councillor:{held.slug}"}, None)
    write(run)

    later = run_of()

    assert (later.holders, later.created, later.changed) == (
        {"Councillor Example One": f"councillor:{held.slug}"},
        0,
        0,
    )


@pytest.mark.parametrize("choice", ["portfolio", "printed"])
def test_holder_that_was_chosen_is_no_longer_warned_of(choice):
    printed = "The cabinet member for libraries"
    run = run_of(Source("page.txt", OUTCOME_PAGE.replace("Councillor Example One", printed).encode()))
    assert warnings(run) == [f"“{printed}” names no single councillor: it is kept, and linked to nobody"]

    choose(run, {printed: f"portfolio:{PortfolioFactory().slug}" if choice == "portfolio" else choice}, None)

    run.refresh_from_db()
    assert (warnings(run), warnings(write(run))) == ([], [])


@pytest.mark.parametrize(
    ("stray", "warned"),
    [
        ("Talk to the neighbours.", ["no timescale; is this a promise?"]),
        ("  • Talk to the neighbours.", []),
    ],
    ids=["paragraph", "item"],
)
def test_paragraph_among_the_promises_of_a_list_is_to_be_checked(stray, warned):
    text = OUTCOME_PAGE.replace("    Timescale: Ongoing.\n", f"    Timescale: Ongoing.\n\n{stray}\n")
    run = run_of(Source("page.txt", text.encode()))
    assert warnings(run) == warned
    assert write(run).created == 18


def test_choice_whose_councillor_is_gone_is_read_from_the_words_again():
    held = CouncillorFactory()
    run = run_of()
    choose(run, {"Councillor Example One": f"councillor:{held.slug}"}, None)
    held.delete()
    write(run)
    assert PriorityAction.objects.get(number=1).published_holder.name == "Example One"


def test_several_documents_come_in_as_one_run():
    run = run_of(Source("plan.txt", WHOLE_PLAN.encode()), PAGE)
    assert [each["name"] for each in run.account["documents"]] == ["plan.txt", "page.txt"]
    write(run)
    assert Aim.objects.count() > 2


def test_run_is_never_deleted():
    run = run_of()
    with pytest.raises(KeptForGood):
        run.delete()
    with pytest.raises(KeptForGood), transaction.atomic():
        ImportRun.objects.all().delete()
    assert ImportedFile.objects.count() == 1


def test_file_never_changes():
    file = run_of().files.get()
    with pytest.raises(KeptForGood):
        file.save()


CONTENT = Path(__file__).parents[2] / "content"
SEEDS = Path(__file__).parents[2].parent / "shared" / "seeds"


@pytest.mark.parametrize("path", sorted(CONTENT.glob("*plan*.md")), ids=lambda path: path.name)
def test_account_of_our_own_documents_tells_every_line(path):
    run = run_of(Source(path.name, path.read_bytes()))
    untold = [
        line["n"]
        for line in run.account["documents"][0]["lines"]
        if not (line["became"] or line["aside"] or line["part_of"])
    ]
    assert untold == []
    assert write(run).state == "applied"


@pytest.mark.skipif(not SEEDS.exists(), reason="the documents as published are not beside this checkout")
@pytest.mark.parametrize("number", range(5))
def test_account_of_published_documents_tells_every_line_and_is_what_is_written(number):
    path = sorted(SEEDS.glob("*.txt"))[number]
    run = run_of(Source(path.name, path.read_bytes()))
    aside = [line for line in run.account["documents"][0]["lines"] if line["aside"]]
    assert write(run).state == "applied"
    assert (bool(aside), len(ImportRun.objects.get().written)) == (run.aside > 0, run.created)
