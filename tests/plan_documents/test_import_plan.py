"""The command: its words, its exit, its file of lines set aside."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from sample_documents import OUTCOME_PAGE, WHOLE_PLAN

from ledger.past import as_at
from outcomes.models import Outcome, Plan
from priorities.models import Deliverable

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(tmp_path):
    file = tmp_path / "page.txt"
    file.write_text(OUTCOME_PAGE, encoding="utf-8")
    return file


def run(*arguments):
    out = StringIO()
    call_command("import_plan", *map(str, arguments), stdout=out)
    return out.getvalue().splitlines()


def test_import_plan_without_apply_writes_nothing(page):
    lines = run(page, "--plan", "p")
    assert lines[-2:] == [
        "Nothing was written: add --apply to write it.",
        "placed 33 of 36 lines, set aside 3",
    ]
    assert Plan.objects.count() == 0


def test_import_plan_lists_what_is_set_aside_with_its_line(page):
    assert [line for line in run(page, "--plan", "p") if "set aside line" in line] == [
        "  set aside line 3: “A dog on a bridge” (image caption)",
        "  set aside line 62: “Stay Connected” (page furniture)",
        "  set aside line 63: “Was this information helpful?” (page furniture)",
    ]


def test_import_plan_run_again_says_that_nothing_changed(page):
    run(page, "--plan", "p", "--apply")
    lines = run(page, "--plan", "p", "--apply")
    assert lines[4:6] == ["Created: nothing", "Changed: nothing"]


def test_import_plan_tells_one_altered_sentence_before_and_after(page):
    run(page, "--plan", "p", "--apply")
    page.write_text(OUTCOME_PAGE.replace("Paint the reading room.", "Paint every room."), encoding="utf-8")
    lines = run(page, "--plan", "p")
    assert lines[5:9] == [
        "Would be changed: 1 (deliverable 1)",
        "  Shaped by people, priority 1, deliverable 1 (line 24), text",
        "    before: Paint the reading room.",
        "    after:  Paint every room.",
    ]


def test_import_plan_tells_only_the_sentence_that_changed_in_a_long_text(tmp_path):
    plan = tmp_path / "plan.txt"
    text = WHOLE_PLAN.replace("We also watered them.", "We dug. We also watered them. We slept.")
    plan.write_text(text, encoding="utf-8")
    run(plan, "--plan", "p", "--apply")
    plan.write_text(text.replace("We also watered them.", "We forgot them."), encoding="utf-8")
    lines = run(plan, "--plan", "p")
    changed = lines.index("Would be changed: 1 (foreword 1)")
    assert lines[changed + 2 : changed + 4] == [
        "    before: We also watered them.",
        "    after:  We forgot them.",
    ]


def test_import_plan_adds_lines_set_aside_to_the_file_once(page, tmp_path):
    aside = tmp_path / "aside.txt"
    for _ in range(2):
        run(page, "--plan", "p", "--set-aside", aside)
    assert aside.read_text(encoding="utf-8").splitlines() == [
        "A dog on a bridge",
        "Stay Connected",
        "Was this information helpful?",
    ]


def test_import_plan_reads_several_documents_or_none(page, tmp_path):
    bad = tmp_path / "bad.txt"
    bad.write_text("A recipe.", encoding="utf-8")
    with pytest.raises(CommandError):
        run(page, bad, "--plan", "p", "--apply")
    assert Plan.objects.count() == 0


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            ["--plan", "Not a slug"],
            "--plan Not a slug: use small letters, digits and hyphens only, at most 80, "
            "for example council-plan-2021-23.",
        ),
        (
            ["--plan", "p", "--starts", "2022-01-01", "--ends", "2021-01-01"],
            "--ends 2021-01-01 comes before --starts 2022-01-01: check both days.",
        ),
        (
            ["--plan", "p", "--starts", "tomorrow"],
            "Error: argument --starts: “tomorrow” is no day: write it as YYYY-MM-DD, for example 2021-10-13.",
        ),
    ],
    ids=["slug", "days-turned-round", "no-day"],
)
def test_import_plan_refuses_bad_arguments_with_one_sentence(page, arguments, sentence):
    with pytest.raises(CommandError) as refusal:
        run(page, *arguments)
    assert str(refusal.value) == sentence


def test_import_plan_names_a_missing_file():
    with pytest.raises(CommandError) as refusal:
        run("/nowhere/plan.txt", "--plan", "p")
    assert str(refusal.value) == (
        "/nowhere/plan.txt cannot be read: no such file or directory. Check its name and try again."
    )


@pytest.mark.parametrize("content", [None, b"caf\xe9"], ids=["no such folder", "not text"])
def test_import_plan_refuses_a_file_for_lines_set_aside_before_it_writes(page, tmp_path, content):
    aside = tmp_path / ("missing/aside.txt" if content is None else "aside.txt")
    if content:
        aside.write_bytes(content)
    with pytest.raises(CommandError) as refusal:
        run(page, "--plan", "p", "--apply", "--set-aside", aside)
    reason = "No such file or directory" if content is None else "it is not text in UTF-8"
    assert str(refusal.value) == f"--set-aside {aside} cannot be used: {reason}. Name another file."
    assert Plan.objects.count() == 0


def first_days(model):
    return sorted(set(model.history.values_list("effective_on", flat=True)))


def test_import_plan_adopted_dates_the_promises_it_brings_in(page):
    run(page, "--plan", "p", "--adopted", "2021-10-13", "--apply")
    assert [first_days(model) for model in (Plan, Deliverable, Outcome)] == [[date(2021, 10, 13)]] * 3
    assert Deliverable.objects.first().recorded_on == timezone.localdate()
    with as_at(date(2021, 10, 12)):
        assert (Plan.objects.count(), Deliverable.objects.count()) == (0, 0)
    with as_at(date(2021, 10, 13)):
        assert Plan.objects.get().state == "current"
        assert Deliverable.objects.published().count() > 0


def test_import_plan_adopted_and_over_is_archived_on_the_day_after_its_last(page):
    run(page, "--plan", "p", "--adopted", "2021-10-13", "--ends", "2023-05-31", "--apply")
    states = {}
    for day in (date(2023, 5, 31), date(2023, 6, 1)):
        with as_at(day):
            states[day] = Plan.objects.get().state
    assert list(states.values()) == ["current", "archived"]


def test_import_plan_without_a_day_of_adoption_holds_from_today(page):
    run(page, "--plan", "p", "--apply")
    assert first_days(Deliverable) == [timezone.localdate()]


def test_import_plan_that_will_be_adopted_is_on_record_today(page):
    run(page, "--plan", "p", "--adopted", f"{timezone.localdate().year + 1}-03-05", "--apply")
    assert first_days(Deliverable) == [timezone.localdate()]


def test_import_plan_of_an_earlier_plan_makes_its_outcome_known_since_then(page):
    run(page, "--plan", "later", "--adopted", "2024-03-06", "--apply")
    run(page, "--plan", "earlier", "--adopted", "2021-10-13", "--apply")
    assert first_days(Outcome) == [date(2021, 10, 13), date(2024, 3, 6)]
    with as_at(date(2022, 1, 1)):
        assert list(Plan.objects.values_list("slug", "plan_outcomes__outcome__slug")) == [
            ("earlier", "shaped-by-people")
        ]


def test_import_plan_changes_a_promise_with_the_reason_it_was_given(page):
    run(page, "--plan", "p", "--adopted", "2021-10-13", "--apply")
    page.write_text(OUTCOME_PAGE.replace("December 2021.", "March 2022."), encoding="utf-8")
    with pytest.raises(CommandError, match="needs a reason of its own"):
        run(page, "--plan", "p", "--apply")
    why = ["--reason", "The painter fell ill in December.", "--decision", "https://example.org/d"]
    run(page, "--plan", "p", "--apply", *why, "--effective", "2021-12-20")
    moved = Deliverable.objects.get(text="Paint the reading room.")
    assert (moved.timescale_text, moved.effective_on) == ("March 2022.", date(2021, 12, 20))


def test_import_plan_refuses_a_decision_that_is_no_address(page):
    with pytest.raises(CommandError) as refusal:
        run(page, "--plan", "p", "--apply", "--decision", "minutes of May")
    assert str(refusal.value) == "--decision minutes of May: give a whole address, with https://."
    assert Plan.objects.count() == 0


def test_import_plan_again_dates_a_new_line_to_the_day_it_was_added(page):
    run(page, "--plan", "p", "--adopted", "2021-10-13", "--apply")
    last = "      Timescale: Ongoing.\n"
    page.write_text(OUTCOME_PAGE.replace(last, f"{last}    • For everybody.\n"), encoding="utf-8")
    run(page, "--plan", "p", "--adopted", "2021-10-13", "--apply")
    added = Deliverable.objects.exclude(effective_on=date(2021, 10, 13))
    assert [each.effective_on for each in added] == [timezone.localdate()]
