"""From versions to changes, without a database: rows in, changes out."""

from datetime import UTC, date, datetime, timedelta

import pytest

from ledger.changes import Described, Field, Said
from ledger.changes.telling import Teller, as_at_address
from ledger.changes.versions import Shape, Versions, with_end
from ledger.words import Mark

MAY = date(2022, 5, 1)
DAY = timedelta(days=1)
WORDS = {"text": Field("Wording")}
BOOK = Shape(
    "shop.book",
    Described(
        "book",
        "text",
        WORDS,
        facets={"book": "id"},
        heading="Books",
        public=lambda row: row["state"] == "open",
        covers=True,
    ),
    address=lambda row, related: f"/books/{row['id']}/#{row['text']}",
)
PAGE = Shape(
    "shop.page",
    Described("page", "text", WORDS, owners=("book",), counted=("page", "pages")),
    {"book": ("book_id", "shop.book")},
)
NOTE = Shape(
    "shop.note",
    Described("note", "text", WORDS, owners=("page",), of_owner=True, with_owner=True),
    {"page": ("page_id", "shop.page")},
)
SHAPES = {shape.label: shape for shape in (BOOK, PAGE, NOTE)}


class Ledger:
    """Versions written down one after the other."""

    def __init__(self):
        self.rows = {label: [] for label in SHAPES}
        self.count = 0

    def write(self, label, key, day, history_type="~", **values):
        self.count += 1
        self.rows[f"shop.{label}"].append(
            {
                "id": key,
                "effective_on": MAY + DAY * day,
                "recorded_at": datetime(2022, 5, 1, 12, tzinfo=UTC) + DAY * day + timedelta(seconds=self.count),
                "history_id": self.count,
                "history_type": history_type,
                "history_change_reason": f"Reason {self.count}",
                "history_decision_url": "",
                "history_approved_by": "",
                "history_correction": False,
                **values,
            }
        )
        return self

    def book(self, day, text="Book", state="open", history_type="~", key=1):
        return self.write("book", key, day, history_type, text=text, state=state)

    def page(self, day, text="Page", history_type="~", key=1, book=1):
        return self.write("page", key, day, history_type, text=text, book_id=book)

    def note(self, day, text="Note", history_type="~", key=1):
        return self.write("note", key, day, history_type, text=text, page_id=1)

    def written_later(self, days):
        """The last row was written down some days after it took effect."""
        latest = max((rows[-1] for rows in self.rows.values() if rows), key=lambda row: row["history_id"])
        latest["recorded_at"] += days * DAY
        return self

    def changes(self, since=1, until=30, **given):
        teller = Teller(Versions(self.rows, SHAPES), SHAPES, **given)
        return teller.changes(lambda row: MAY + DAY * since <= row["effective_on"] <= MAY + DAY * until)

    def told(self, since=1, until=30):
        return [(change.effective_on.day, change.title, change.sentence) for change in self.changes(since, until)]


@pytest.fixture
def ledger():
    """An open book with a page and its note, since 1 May."""
    return Ledger().book(0, history_type="+").page(0, history_type="+").note(0, history_type="+")


def test_every_step_is_told_and_no_net_difference(ledger):
    ledger.page(2, "Other page").page(4, "Page")
    assert ledger.told() == [(5, "Page", "Wording reworded"), (3, "Other page", "Wording reworded")]


def test_change_says_what_who_why_and_where(ledger):
    ledger.page(2, "Page two")
    [change] = ledger.changes()
    assert (change.key, change.kind, change.noun, change.reason, change.heading, change.facets) == (
        "page-4-0",
        "reworded",
        "page",
        "Reason 4",
        "Books",
        {("book", 1)},
    )
    assert change.marks == [Mark("Page", "same"), Mark("two", "added")]
    assert (change.address_before, change.address_after) == (
        "/books/1/?as-at=2022-05-02#Book",
        "/books/1/?as-at=2022-05-03#Book",
    )


def test_version_in_which_nothing_told_differs_is_no_change(ledger):
    assert ledger.page(2).told() == []


def test_copy_from_an_earlier_day_is_no_change():
    ledger = Ledger().book(0, history_type="+").page(5, history_type="+").page(2, history_type="+")
    assert ledger.told(since=3) == []


def test_whole_that_becomes_public_is_one_entry_with_its_parts_counted():
    ledger = Ledger().book(0, state="draft", history_type="+")
    ledger.page(0, history_type="+").page(2, history_type="+", key=2).page(2, "Two", key=2).book(2, state="open")
    assert ledger.told() == [(3, "Book", "Book added")]


def test_parts_are_counted_for_what_tells_of_them():
    said = []
    shape = Shape(
        BOOK.label,
        Described(
            "book",
            "text",
            public=BOOK.described.public,
            covers=True,
            tell=lambda step: said.append(step.parts) or [Said("added", "Published")],
        ),
    )
    ledger = Ledger().book(2, history_type="+").page(2, history_type="+").page(2, history_type="+", key=2)
    ledger.page(9, history_type="+", key=3).page(2, history_type="+", key=4).written_later(9)
    shapes = {**SHAPES, BOOK.label: shape}
    changes = Teller(Versions(ledger.rows, shapes), shapes).changes(lambda row: row["effective_on"] < MAY + 5 * DAY)
    assert (said, [change.sentence for change in changes]) == (["2 pages"], ["Page added", "Published"])


def test_change_of_a_part_after_its_whole_was_published_on_that_day_is_told():
    ledger = Ledger().book(2, history_type="+").page(2, history_type="+").page(2, "Better page")
    assert ledger.told() == [(3, "Better page", "Wording reworded"), (3, "Book", "Book added")]


def test_part_slipped_in_later_with_the_first_day_of_its_whole_is_told():
    ledger = Ledger().book(2, history_type="+").page(2, history_type="+")
    ledger.page(2, "Slipped in", history_type="+", key=2).written_later(400)
    assert ledger.told() == [(3, "Slipped in", "Page added"), (3, "Book", "Book added")]


def test_part_slipped_in_on_the_day_a_draft_was_published_is_told():
    ledger = Ledger().book(0, state="draft", history_type="+").page(1, history_type="+").book(2)
    ledger.page(2, "Slipped in", history_type="+", key=2)
    assert ledger.told() == [(3, "Slipped in", "Page added"), (3, "Book", "Book added")]


def test_change_between_publication_and_another_edit_of_the_whole_is_told():
    ledger = Ledger().book(0, state="draft", history_type="+").page(0, history_type="+")
    ledger.book(2).page(2, "Better page").book(2, "Better book")
    assert ledger.told() == [
        (3, "Better book", "Wording reworded"),
        (3, "Better page", "Wording reworded"),
        (3, "Book", "Book added"),
    ]


def test_part_of_a_part_slipped_in_later_with_the_first_day_of_its_owner_is_told(ledger):
    ledger.page(2, "Second page", history_type="+", key=2)
    ledger.write("note", 2, 2, "+", text="Late note", page_id=2).written_later(9)
    assert ledger.told() == [(3, "Second page", "Note added: Late note"), (3, "Second page", "Page added")]


def test_value_with_words_of_its_own_is_told_in_them():
    words = {"state": Field("State", "other", turns={"shut": ("ended", "It was shut")})}
    shape = Shape(BOOK.label, Described("book", "text", words))
    rows = {BOOK.label: Ledger().book(0, history_type="+").book(2, state="shut").book(3).rows[BOOK.label]}
    changes = Teller(Versions(rows, {BOOK.label: shape}), {BOOK.label: shape}).changes(
        lambda row: row["effective_on"] > MAY
    )
    assert [(change.kind, change.sentence) for change in changes] == [
        ("other", "State changed from shut to open"),
        ("ended", "It was shut"),
    ]


def test_reason_that_only_names_a_source_is_left_out_of_what_is_new(ledger):
    ledger.page(2, "Second page", history_type="+", key=2).page(3, "Second page, better", key=2)
    for row in ledger.rows["shop.page"]:
        row["history_change_reason"] = "Read in from a document."
    assert [(change.reason, change.is_source) for change in ledger.changes()] == [
        ("Read in from a document.", True),
        ("", False),
    ]


def test_nothing_of_a_draft_is_told():
    ledger = Ledger().book(0, state="draft", history_type="+").page(1, history_type="+").page(2, "Secret")
    assert ledger.book(3, "Secret book", state="draft").told() == []


def test_what_changed_while_it_was_public_stays_told():
    ledger = Ledger().book(0, history_type="+").page(0, history_type="+").page(2, "Other").book(4, state="draft")
    ledger.page(6, "Secret")
    assert ledger.told() == [(5, "Book", "Book removed"), (3, "Other", "Wording reworded")]


def test_removal_has_a_page_only_before_it(ledger):
    ledger.write("book", 1, 3, "-", text="Book", state="open")
    [change] = ledger.changes()
    assert (change.sentence, change.address, change.address_before, change.address_after) == (
        "Book removed",
        "",
        "/books/1/?as-at=2022-05-03#Book",
        "",
    )


def test_parts_removed_with_their_whole_are_not_told_one_by_one(ledger):
    ledger.write("page", 1, 3, "-", text="Page", book_id=1).write("book", 1, 3, "-", text="Book", state="open")
    assert ledger.told() == [(4, "Book", "Book removed")]


def test_record_of_an_owner_is_told_under_its_title(ledger):
    ledger.note(2, "Other note").note(3, "Second", history_type="+", key=2)
    assert ledger.told() == [(4, "Page", "Note added: Second"), (3, "Page", "Wording reworded")]


def test_record_added_with_its_owner_is_not_told_twice(ledger):
    ledger.page(2, "Second page", history_type="+", key=2)
    ledger.write("note", 2, 2, "+", text="Note", page_id=2)
    assert ledger.told() == [(3, "Second page", "Page added")]


def test_late_record_says_when_it_was_written_down(ledger):
    ledger.page(2, "Other").written_later(4)
    [change] = ledger.changes()
    assert (change.effective_on, change.recorded_on) == (date(2022, 5, 3), date(2022, 5, 7))


def test_record_written_down_in_time_does_not_say_when(ledger):
    assert [change.recorded_on for change in ledger.page(2, "Other").changes()] == [None]


def test_end_that_a_record_always_named_is_a_version_of_its_own():
    row = {"effective_on": MAY, "history_id": 4, "history_type": "+", "until": MAY + 3 * DAY}
    assert with_end([row], "until") == [
        {**row, "until": None},
        {**row, "effective_on": MAY + 3 * DAY, "history_id": 4.5, "history_type": "~"},
    ]


@pytest.mark.parametrize("until", [None, MAY], ids=["open", "ended-on-the-day"])
def test_record_without_an_end_to_come_stays_as_it_is(until):
    row = {"effective_on": MAY, "history_id": 4, "history_type": "+", "until": until}
    assert with_end([row], "until") == [row]


@pytest.mark.parametrize(
    ("address", "dated"),
    [("/a/", "/a/?as-at=2022-05-01"), ("/a/#b", "/a/?as-at=2022-05-01#b")],
)
def test_day_stands_before_the_part_of_the_page(address, dated):
    assert as_at_address(address, MAY) == dated
