from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.template import Context, Template
from django.utils import timezone
from factories import DeliverableFactory, PriorityActionFactory, ProgressUpdateFactory

from priorities.models import Deliverable, Status
from priorities.standing import Standing
from priorities.templatetags.progress import (
    SHAPES,
    day_in_words,
    heading,
    only_this,
    shortened,
    show_examples,
    status_chip,
)

pytestmark = pytest.mark.django_db
TODAY = date(2022, 5, 12)


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda: TODAY)


def render(source, **context):
    return BeautifulSoup(Template("{% load progress %}" + source).render(Context(context)), "html.parser")


def deliverables():
    return Deliverable.objects.prefetch_related("updates").order_by("order")


@pytest.mark.parametrize(("status", "word"), [*Status.choices, ("", "No progress reported")])
def test_status_chip_says_the_word_beside_a_shape(status, word):
    chip = BeautifulSoup(status_chip(status), "html.parser").span
    assert (chip.text, chip["class"], chip.svg["aria-hidden"]) == (word, ["chip", status or "none"], "true")


def test_status_chip_without_a_status_is_no_progress():
    assert status_chip(None) == status_chip("")


def test_status_chip_shapes_all_differ():
    assert len(set(SHAPES.values())) == len(Status.choices) + 1


def test_standing_says_one_sentence_of_deliverables():
    ProgressUpdateFactory(status="complete", as_of=date(2022, 3, 30), deliverable__order=1)
    DeliverableFactory(order=2, timescale_text="June 2022")
    said = render("{% standing deliverables %}", deliverables=deliverables()).text
    assert said == "Of 2 promises, 1 is complete; no progress has been reported on 1."


def test_standing_counts_completion_by_the_first_report_of_it():
    update = ProgressUpdateFactory(status="complete", as_of=date(2022, 3, 30))
    ProgressUpdateFactory(status="complete", as_of=date(2022, 5, 1), deliverable=update.deliverable)
    said = render("{% standing deliverables %}", deliverables=deliverables()).text
    assert said == "The one promise here is complete."


def test_standing_leaves_out_a_deliverable_that_only_heads_a_list():
    head = DeliverableFactory(order=1, timescale_text="")
    DeliverableFactory(order=2, parent=head, priority=head.priority, timescale_text="Ongoing")
    said = render("{% standing deliverables %}", deliverables=deliverables()).text
    assert said == "No progress has been reported on this promise."


def test_standing_does_not_read_drafts():
    ProgressUpdateFactory(state="draft", deliverable__timescale_text="")
    said = render("{% standing deliverables %}", deliverables=deliverables()).text
    assert said == "No progress has been reported on this promise."


def test_tally_links_each_part_to_the_list_it_counts():
    ProgressUpdateFactory(status="off-track", cause="a", action="b", next_step="c", deliverable__order=1)
    DeliverableFactory(order=2)
    page = render('{% tally deliverables query="plan=x&outcome=y" %}', deliverables=deliverables())
    assert page.svg["aria-label"] == "2 promises: 1 off track, 1 no progress reported"
    assert [(link.text, link["href"]) for link in page("a")] == [
        ("Off track 1", "/priorities/?plan=x&outcome=y&status=off-track"),
        ("No progress reported 1", "/priorities/?plan=x&outcome=y&status=none"),
        ("Overdue 2", "/priorities/?plan=x&outcome=y&due=overdue"),
        ("All 2 promises", "/priorities/?plan=x&outcome=y"),
    ]


def test_tally_links_those_completed_late():
    ProgressUpdateFactory(status="complete", as_of=date(2022, 5, 1), deliverable__timescale_text="March 2022")
    page = render("{% tally deliverables %}", deliverables=deliverables())
    assert [(link.text, link["href"]) for link in page("a")] == [
        ("Complete 1", "/priorities/?status=complete"),
        ("Completed late 1", "/priorities/?due=late"),
        ("1 promise", "/priorities/"),
    ]


def test_tally_says_among_whom_each_count_is_that_cuts_across():
    ProgressUpdateFactory(
        status="complete", as_of=date(2022, 5, 1), is_example=True, deliverable__timescale_text="March 2022"
    )
    ProgressUpdateFactory(deliverable__timescale_text="March 2022")
    page = render("{% tally deliverables query='plan=x' %}", deliverables=deliverables())
    assert [" ".join(each.text.split()) for each in page.select(".dates li")] == [
        "Completed late 1, among the complete",
        "Overdue 1, among those not complete",
        "Example progress 1, among those with a report",
        "All 2 promises",
    ]
    assert page.select(".dates a")[2]["href"] == "/priorities/?plan=x&only=example"


def test_tally_writes_thousands_as_sentences_do():
    page = render("{% tally counted %}", counted=Standing({"": 1234}))
    assert [link.text for link in page("a")] == ["No progress reported 1,234", "All 1,234 promises"]


def test_tally_without_a_query_asks_for_the_status_alone():
    DeliverableFactory()
    page = render("{% tally deliverables %}", deliverables=deliverables())
    assert page.a["href"] == "/priorities/?status=none"


def test_tally_of_nothing_draws_nothing():
    assert render("{% tally deliverables %}", deliverables=[]).text.strip() == ""


def test_heading_reads_marked_text_as_plain_words():
    assert str(heading("Open *four* [hubs](https://example.org).")) == "Open four hubs"


@pytest.mark.parametrize(("example", "shown"), [(True, True), (False, False)])
def test_show_examples_is_true_where_progress_is_made_up(example, shown):
    ProgressUpdateFactory(is_example=example)
    assert show_examples(deliverables()) is shown


def test_only_this_narrows_the_list_to_one_priority():
    priority = PriorityActionFactory()
    assert only_this(priority) == f"priority={priority.pk}"


@pytest.mark.parametrize(
    ("rest", "words"),
    [(" by the end of it", " by the…"), (", by", ", by"), ("", "")],
    ids=["space kept", "short enough", "nothing"],
)
def test_shortened_keeps_what_it_begins_with(rest, words):
    assert shortened(rest, 2) == words


def test_day_in_words_reads_a_stored_day():
    assert day_in_words("2022-04-30") == "30 April 2022"


def words_of(priority, **context):
    priority.refresh_from_db()
    page = render('{% include "priorities/_priority.html" %}', priority=priority, **context)
    return " ".join(page.text.split())


def test_priority_reads_in_the_order_of_the_plan():
    priority = PriorityActionFactory(
        number=3,
        title="Champion towns",
        action="Let towns be served as suits them.",
        holder_as_published="Councillor Ada Example",
        portfolio=None,
    )
    head = DeliverableFactory(priority=priority, order=1, text="We help people by:", timescale_text="")
    DeliverableFactory(priority=priority, parent=head, order=1, text="Opening a hub.", timescale_text="December 2021")
    assert words_of(priority) == (
        "3 Champion towns Action Let towns be served as suits them. Deliverable(s) We help people by: "
        "Opening a hub. No progress reported Timescale: December 2021 Read as: during December 2021. "
        "Portfolio holder Councillor Ada Example"
    )


def test_priority_prints_the_labels_of_its_plan():
    priority = PriorityActionFactory(labels={"deliverables": "Areas of focus"})
    DeliverableFactory(priority=priority)
    assert "Areas of focus Example deliverable" in words_of(priority)


def test_priority_without_deliverables_says_so():
    assert "The plan names no deliverables for this priority." in words_of(PriorityActionFactory())


@pytest.mark.parametrize(("level", "name"), [(2, "h2"), (3, "h3"), (4, "h4"), ("", "h3")])
def test_priority_heading_has_the_level_it_is_given(level, name):
    page = render('{% include "priorities/_priority.html" %}', priority=PriorityActionFactory(), level=level)
    assert [each.name for each in page(["h2", "h3", "h4"])] == [name]
