"""What is kept of a form, how it is read, and what counts as saved: values in, values out."""

import re
from datetime import date

import pytest
from django import forms
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.contrib.messages import ERROR, INFO, SUCCESS, WARNING
from django.http import QueryDict

from ledger.keeping import typed
from ledger.keeping.filling import filled, with_slips
from ledger.keeping.slips import Slip, address_of, read_slip
from ledger.keeping.typed import (
    FILE,
    UNTOUCHED,
    Typed,
    by_name,
    files_in,
    holds,
    label_of,
    mark_of,
    readable,
    typed_in,
    words_of_each,
)
from ledger.keeping.untouched import shown_in, untouched
from ledger.keeping.verdicts import is_form, was_saved


@pytest.mark.parametrize(
    ("name", "is_kept"),
    [
        ("text", True),
        ("why_reason", True),
        ("updates-0-commentary", True),
        ("secretary", True),
        ("carbon_footprint", True),
        ("csrfmiddlewaretoken", False),
        ("_made_for", False),
        ("_save", False),
        ("_continue", False),
        ("_addanother", False),
        ("_saveasnew", False),
        ("apply", False),
        ("discard", False),
        ("step", False),
        ("_popup", False),
        ("_to_field", False),
        ("_file", False),
        ("updates-__prefix__-commentary", False),
        ("password", False),
        ("new_password1", False),
        ("old-Password", False),
        ("passwd", False),
        ("otp", False),
        ("login-otp", False),
        ("client_secret", False),
        ("api_token", False),
    ],
)
def test_field_is_kept_unless_it_is_secret_or_machinery(name, is_kept):
    assert typed_in({"title": ["x"], name: ["typed"]}) == [["title", "x"], *([[name, "typed"]] if is_kept else [])]


def test_nothing_typed_is_nothing_kept():
    assert typed_in({"text": [" "], "other": [""]}) == []


def test_file_alone_is_nothing_kept():
    assert typed_in({"why_reason": [""]}, ["file"]) == []


def test_form_sent_as_its_page_showed_it_is_nothing_typed():
    shown = [["status", "on-track"], ["text", "one\ntwo"], ["revision", "3"]]
    sent = {"status": ["on-track"], "text": ["one\r\ntwo "], "revision": ["4"], UNTOUCHED: [mark_of(shown)]}

    assert (typed_in(sent), typed_in(sent | {"text": ["one"]})[1]) == ([], ["text", "one"])


def test_mark_of_a_form_is_that_of_what_a_browser_sends_of_it():
    class Form(forms.Form):
        status = forms.ChoiceField(choices=[("on-track", "On track"), ("late", "Late")], widget=forms.RadioSelect)
        day = forms.DateField(widget=forms.DateInput(format="%Y-%m-%d"))
        text = forms.CharField()
        at_once = forms.BooleanField()
        revision = forms.CharField(widget=forms.HiddenInput)

    form = Form(initial={"status": "on-track", "day": date(2022, 5, 12), "revision": "3"})

    assert shown_in(form) == [["status", "on-track"], ["day", "2022-05-12"]]
    assert untouched(form, but=["day"]) == mark_of([["status", "on-track"]])


TEXT = ["text", "A long text"]
TICK, GROUPS = ["is_active", "on"], [["groups", "2"], ["groups", "1"]]
ROW = [["updates-0-id", "7"], ["updates-0-cause", "Rain"]]


@pytest.mark.parametrize(
    ("newer", "older", "are_held"),
    [
        pytest.param([["text", "A long\r\ntext"]], [["text", "A long\ntext "], ["revision", "3"]], True, id="same"),
        pytest.param([TEXT], [["text", "A long"]], False, id="less of a text"),
        pytest.param([TEXT, ["cause", "Rain"]], [TEXT, ["cause", ""]], False, id="emptied"),
        pytest.param([["text", "New"]], [TEXT], False, id="another text"),
        pytest.param([["other", "A long text"]], [TEXT], False, id="in another field"),
        pytest.param([TEXT], [TEXT, ["status", "late"]], False, id="one field more"),
        pytest.param([TEXT, TICK], [TEXT], False, id="tick taken out"),
        pytest.param([TEXT], [TEXT, TICK], False, id="tick set"),
        pytest.param([*GROUPS, TEXT], [TEXT, GROUPS[1]], False, id="choice taken out"),
        pytest.param([*GROUPS, TEXT], [TEXT], False, id="every choice taken out"),
        pytest.param([*GROUPS, TEXT], [TEXT, *GROUPS[::-1]], True, id="chosen in another order"),
        pytest.param([*ROW, ["updates-0-DELETE", "on"]], ROW, False, id="row that is to stay"),
        pytest.param([TEXT, *ROW, TICK[:1] + [""]], [TEXT], True, id="no such row nor field yet"),
        pytest.param([["a-x", "1"], ["b-x", "2"]], [["a-x", "1"]], True, id="no such form"),
        pytest.param([TEXT, ["why_reason", "Rain"]], [TEXT], True, id="asked for no reason"),
        pytest.param([], [], False, id="nothing"),
    ],
)
def test_draft_is_held_where_the_newer_one_says_the_same_in_each_of_its_parts(newer, older, are_held):
    assert holds(newer, older) is are_held


def test_draft_is_held_in_what_was_saved_but_for_ticks_and_choices_taken_out():
    saved = [TEXT, ["cause", "Rain"], TICK, *GROUPS, *ROW]
    shown = [TEXT, TICK, *GROUPS]
    drafts = [shown, [*shown, ["cause", ""]], [TEXT, *GROUPS, ["cause", ""]], [TEXT, TICK, GROUPS[0], ["cause", ""]]]

    assert [holds(saved, draft, empty=False) for draft in drafts] == [False, True, False, False]


def test_drafts_are_told_apart_by_the_longest_that_not_all_of_them_say():
    drafts = [[["role", "Example director"], ["text", words], ["day", "2022"]] for words in ("New", "A long text")]

    assert (words_of_each(drafts), words_of_each(drafts[:1]), words_of_each([])) == (["New", "A long text"], [""], [])


def test_management_form_goes_with_what_was_typed_but_is_not_worth_keeping_alone():
    rows = {"updates-TOTAL_FORMS": ["1"], "updates-INITIAL_FORMS": ["0"]}
    assert typed_in(rows | {"revision": ["3"], "updates-0-id": ["7"], "csrfmiddlewaretoken": ["x"]}) == []
    assert typed_in(rows | {"text": ["x"]}) == [
        ["updates-TOTAL_FORMS", "1"],
        ["updates-INITIAL_FORMS", "0"],
        ["text", "x"],
    ]


CONTROL = re.compile(r'<button\b[^>]*>|<input\b[^>]*type="(?:hidden|submit)"[^>]*>')
NAME = re.compile(r'\sname="([^"]+)"')
OF_FORMS_WITHOUT_A_DRAFT = {"to_desk"}


def names_of_hidden_fields_and_buttons():
    for page in (settings.BASE_DIR / "templates/admin").rglob("*.html"):
        for control in CONTROL.findall(page.read_text()):
            yield from (name for name in NAME.findall(control) if not name.startswith("{{"))


def test_press_of_any_button_is_not_worth_keeping_alone():
    names = {name.replace("{{ row.record.pk }}", "7") for name in names_of_hidden_fields_and_buttons()}
    kept = [name for name in sorted(names - OF_FORMS_WITHOUT_A_DRAFT) if typed_in({name: ["1"]})]
    assert ({"apply", "discard", "seen-7", "item"} <= names, kept) == (True, [])


def test_no_field_that_people_type_into_is_called_like_a_button():
    at_the_desk = [model for model in apps.get_models() if model in admin.site._registry]
    fields = [field for model in at_the_desk for field in model._meta.fields if field.editable]
    assert [
        str(field) for field in fields if field.name not in ("id", "password") and not typed_in({field.name: ["1"]})
    ] == []


def test_repeated_names_are_kept_in_their_order():
    pairs = typed_in({"places": ["2", "1"]})
    assert (pairs, by_name(pairs)) == ([["places", "2"], ["places", "1"]], {"places": ["2", "1"]})


def test_null_characters_are_left_out():
    assert typed_in({"te\x00xt": ["a\x00b"]}) == [["text", "ab"]]


def test_of_a_file_it_is_kept_which_field_it_was_for():
    pairs = typed_in({"alt": ["A wall"]}, ["photo"])
    assert (files_in(pairs), by_name(pairs), readable(pairs)) == (
        ["Photo"],
        {"alt": ["A wall"]},
        [Typed("Alt", "A wall")],
    )


def test_what_goes_past_the_limits_is_left_out(monkeypatch):
    monkeypatch.setattr(typed, "MOST_SIGNS", 10)
    assert typed_in({"a": ["123"], "b": ["1234567"], "c": ["1"]}) == [["a", "123"]]
    monkeypatch.setattr(typed, "MOST_FIELDS", 2)
    assert typed_in({"a": ["1", "2", "3"]}) == [["a", "1"], ["a", "2"]]


def test_what_there_is_to_read_is_neither_empty_nor_hidden():
    pairs = [["revision", "3"], ["updates-0-id", "9"], ["updates-TOTAL_FORMS", "1"], ["text", "  "], [FILE, "a.csv"]]
    assert readable([*pairs, ["updates-0-next_step", "Meet"]]) == [Typed("Updates 1: next step", "Meet")]


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("text", "Text"),
        ("why_reason", "Reason"),
        ("why_effective_on", "Effective on"),
        ("updates-0-next_step", "Updates 1: next step"),
        ("holder-12-member", "Holder 13: member"),
        ("a-99999999999999999999-b", "A 1000000000: b"),
        ("-", ""),
    ],
)
def test_name_is_read_as_a_label(name, label):
    assert label_of(name) == label


@pytest.mark.parametrize(
    ("answer", "saved"),
    [
        ({"status": 302}, True),
        ({"status": 302, "levels": [SUCCESS]}, True),
        ({"status": 302, "levels": [INFO]}, True),
        ({"status": 302, "levels": [WARNING]}, False),
        ({"status": 302, "levels": [ERROR]}, False),
        ({"status": 302, "levels": [SUCCESS, WARNING]}, True),
        ({"status": 302, "to_sign_in": True}, False),
        ({"status": 200, "content_type": "text/html; charset=utf-8"}, False),
        ({"status": 200, "closes_window": True}, True),
        ({"status": 200, "content_type": "text/csv"}, None),
        ({"status": 204, "content_type": ""}, None),
        ({"status": 400}, False),
        ({"status": 403}, False),
        ({"status": 410}, False),
        ({"status": 500}, False),
    ],
    ids=str,
)
def test_answer_tells_whether_it_was_saved(answer, saved):
    assert was_saved(**answer) is saved


@pytest.mark.parametrize(
    ("url_name", "holds_a_form"),
    [
        ("priorities_deliverable_change", True),
        ("priorities_deliverable_add", True),
        ("priorities_deliverable_update", True),
        ("priorities_deliverable_restore", True),
        ("priorities_appointment_reshuffle", True),
        ("auth_user_add", True),
        ("auth_user_password_change", False),
        ("password_change", False),
        ("priorities_deliverable_delete", True),
        ("priorities_deliverable_delete_selected", True),
        ("priorities_deliverable_changelist", False),
        ("priorities_deliverable_history", False),
        ("priorities_deliverable_simple_history", False),
        ("index", False),
        ("login", False),
        ("logout", False),
        ("autocomplete", False),
        (None, False),
        ("", False),
    ],
)
def test_address_holds_a_form_that_is_kept(url_name, holds_a_form):
    assert is_form(url_name) is holds_a_form


@pytest.mark.parametrize(
    ("query", "address"),
    [
        ("", "/admin/a/"),
        ("kept=1&_changelist_filters=q%3Dx&_popup=1&_to_field=id", "/admin/a/"),
        ("next=/admin/&from=/admin/a/&of=4&pressed=1", "/admin/a/"),
        ("plan=2&deliverable=1&kept=1", "/admin/a/?deliverable=1&plan=2"),
        ("text=" + "x" * 400, "/admin/a/"),
    ],
)
def test_address_is_what_the_form_depends_on(query, address):
    assert address_of("/admin/a/", QueryDict(query)) == address


def test_slip_is_read_as_it_was_signed():
    assert read_slip(Slip(7, "/admin/a/", "A page").signed()) == Slip(7, "/admin/a/", "A page")


@pytest.mark.parametrize("text", [None, "", "x", "a:b:c", "\x00", "WzcsIi9hZG1pbi8iXQ:1abc:xyz", "é"])
def test_slip_that_we_did_not_sign_says_nothing(text):
    assert read_slip(text) is None


def test_slip_grows_too_old(monkeypatch):
    signed = Slip(7, "/admin/a/").signed()
    monkeypatch.setattr("django.core.signing.time.time", lambda: 10**10)
    assert read_slip(signed) is None


def test_slips_go_into_forms_that_are_sent_but_not_into_signing_out():
    page = '<form id="logout-form" method="post"></form><form method="get"></form><FORM action="" METHOD=post>x</FORM>'
    assert with_slips(page, 's"') == page.replace(
        "METHOD=post>", 'METHOD=post><input type="hidden" name="_made_for" value="s&quot;">'
    )


FORM = '<form method="post"><input name="_made_for" type="hidden" value="s"/>{}</form>'


@pytest.mark.parametrize(
    ("before", "pairs", "after"),
    [
        ('<input name="a" value="1"/>', [["a", '2"']], """<input name="a" value='2"'/>"""),
        ('<input name="a" value="1"/>', [["b", "2"]], '<input name="a" value="1"/>'),
        (
            '<input name="a"/><input name="a"/>',
            [["a", "1"], ["a", "2"]],
            '<input name="a" value="1"/><input name="a" value="2"/>',
        ),
        ('<textarea name="a">1</textarea>', [["a", "<b>"]], '<textarea name="a">\n&lt;b&gt;</textarea>'),
        ('<input checked="" name="a" type="checkbox"/>', [["b", "1"]], '<input name="a" type="checkbox"/>'),
        (
            '<input name="a" type="radio" value="x"/>',
            [["a", "x"]],
            '<input checked="" name="a" type="radio" value="x"/>',
        ),
        ('<input name="a" type="file"/>', [["a", "x"]], '<input name="a" type="file"/>'),
        ('<input name="a" type="password"/>', [["a", "x"]], '<input name="a" type="password"/>'),
        (
            '<input name="r-TOTAL_FORMS" value="1"/>',
            [["r-TOTAL_FORMS", "9"]],
            '<input name="r-TOTAL_FORMS" value="1"/>',
        ),
        (
            '<select name="a"><option selected="" value="1">1</option><option value="2">2</option></select>',
            [["a", "2"]],
            '<select name="a"><option value="1">1</option><option selected="" value="2">2</option></select>',
        ),
        (
            '<select name="a"><option value="">none</option></select>',
            [["a", "7"]],
            '<select name="a"><option value="">none</option><option selected="" value="7">7</option></select>',
        ),
    ],
)
def test_page_is_filled_with_what_was_kept(before, pairs, after):
    assert filled(FORM.format(before), pairs) == FORM.format(after)


def test_form_without_a_slip_is_not_filled():
    page = '<form method="post"><input name="a" value="1"/></form>'
    assert filled(page, [["a", "2"]]) == page
