"""Links of a preview: those to what it shows lead on within it, and those to what is not there lead nowhere."""

import pytest

from desk.within import lead_within

REACHED = {"/plans/next/", "/deliverables/7/", "/media/stories/wall.jpg", "/priorities/"}


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ('<a href="/plans/next/">', '<a href="/preview/x/plans/next/">'),
        ('<a class="a" href="/deliverables/7/#update-3">', '<a class="a" href="/preview/x/deliverables/7/#update-3">'),
        ('<a href="/priorities/?plan=next&amp;due=past">', '<a href="/preview/x/priorities/?plan=next&amp;due=past">'),
        ('<img src="/media/stories/wall.jpg">', '<img src="/preview/x/media/stories/wall.jpg">'),
        ('<form method="get" action="/priorities/">', '<form method="get" action="/preview/x/priorities/">'),
        ('<a href="/changes/?plan=next&amp;since=quarter">', "<a>"),
        ('<a href="/plans/next/seals/2022-01-01/">', "<a>"),
        ('<a href="/changes/?plan=nextbest">', '<a href="/changes/?plan=nextbest">'),
        ('<a href="/outcomes/">', '<a href="/outcomes/">'),
        ('<a href="#overview">', '<a href="#overview">'),
        ('<a href="//example.org/plans/next/">', '<a href="//example.org/plans/next/">'),
        ('<a href="https://example.org/next/">', '<a href="https://example.org/next/">'),
        ("href=/plans/next/", "href=/plans/next/"),
    ],
)
def test_links_lead_within_the_preview(html, said):
    assert lead_within(html, "/preview/x", REACHED.__contains__, {"next"}) == said
