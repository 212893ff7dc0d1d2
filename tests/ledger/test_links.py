"""Keeping the day in the links of a page."""

import pytest

from ledger.links import keep_day


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<a href="/plans/">', '<a href="/plans/?as-at=2022-06-30">'),
        ('<a href="/">', '<a href="/?as-at=2022-06-30">'),
        ('<a class="x" href="/plans/" id="y">', '<a class="x" href="/plans/?as-at=2022-06-30" id="y">'),
        ('<a href="/priorities/?plan=a">', '<a href="/priorities/?plan=a&amp;as-at=2022-06-30">'),
        ('<a href="/deliverables/1/#update-2">', '<a href="/deliverables/1/?as-at=2022-06-30#update-2">'),
        ('<a href="/plans/?as-at=2021-01-01">', '<a href="/plans/?as-at=2021-01-01">'),
        ('<a href="?page=2">', '<a href="?page=2&amp;as-at=2022-06-30">'),
        ('<a href=".">', '<a href=".?as-at=2022-06-30">'),
        ('<a href="#main">', '<a href="#main">'),
        ('<a href="https://example.org/">', '<a href="https://example.org/">'),
        ('<a href="//example.org/">', '<a href="//example.org/">'),
        ('<a href="mailto:someone@example.org">', '<a href="mailto:someone@example.org">'),
        ('<a href="/media/stories/a.png">', '<a href="/media/stories/a.png">'),
        ('<a data-live href="/plans/">', '<a data-live href="/plans/">'),
        ('<link rel="stylesheet" href="/static/portal.css">', '<link rel="stylesheet" href="/static/portal.css">'),
        (
            '<form class="filters" method="get" action="/priorities/">',
            '<form class="filters" method="get" action="/priorities/">'
            '<input type="hidden" name="as-at" value="2022-06-30">',
        ),
        ('<form method="get" action="/plans/" data-live>', '<form method="get" action="/plans/" data-live>'),
        ('<form method="post" action="/x/">', '<form method="post" action="/x/">'),
        ("<p>href=/plans/ in a text</p>", "<p>href=/plans/ in a text</p>"),
    ],
)
def test_keep_day_changes_links_within_the_site(before, after):
    assert keep_day(before, "2022-06-30") == after


def test_keep_day_keeps_by_when_it_was_known():
    assert keep_day('<a href="/plans/">', "2022-06-30", "2022-07-01") == (
        '<a href="/plans/?as-at=2022-06-30&amp;known-by=2022-07-01">'
    )
