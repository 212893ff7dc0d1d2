"""Text from plans on pages, and what is read out of it."""

import pytest
from django.template import Context, Template

from outcomes.templatetags.prose import plain, prose
from outcomes.wording import Figure, Part, compare_wordings, split_figure


@pytest.mark.parametrize(
    ("text", "html"),
    [
        pytest.param("", "", id="nothing"),
        pytest.param("One.\n\nTwo.", "<p>One.</p>\n<p>Two.</p>", id="paragraphs"),
        pytest.param("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>", id="list"),
        pytest.param("Such as:\n- a", "<p>Such as:</p>\n<ul>\n<li>a</li>\n</ul>", id="list after its sentence"),
        pytest.param(
            "1. a\n3. b",
            '<ol>\n<li value="1">a</li>\n<li value="3">b</li>\n</ol>',
            id="numbers of a list as written",
        ),
        pytest.param("2019. A good year.", "<p>2019. A good year.</p>", id="a year opens no list"),
        pytest.param("1) a", "<p>1) a</p>", id="a bracket opens no list"),
        pytest.param("# Not a heading", "<p># Not a heading</p>", id="heading"),
        pytest.param("Not a heading\n===", "<p>Not a heading\n===</p>", id="underlined heading"),
        pytest.param("the 7th of 150 at 5.50", "<p>the 7th of 150 at 5.50</p>", id="ordinals and numbers"),
        pytest.param('‘so’ "they" say', '<p>‘so’ "they" say</p>', id="quotation marks"),
        pytest.param("*some* **more**", "<p><em>some</em> <strong>more</strong></p>", id="emphasis"),
        pytest.param("2 * 3 * 4", "<p>2 * 3 * 4</p>", id="stars that are no emphasis"),
        pytest.param("[a](https://example.org/b)", '<p><a href="https://example.org/b">a</a></p>', id="link"),
        pytest.param("[a](/stories/)", '<p><a href="/stories/">a</a></p>', id="link within the site"),
        pytest.param("See [a *b*](#) now", "<p>See a <em>b</em> now</p>", id="link to nowhere"),
        pytest.param("[a](page.html)", "<p>a</p>", id="link relative to a page left behind"),
        pytest.param("[a](//example.org)", "<p>a</p>", id="link without a scheme"),
        pytest.param("[a](javascript:b)", "<p>[a](javascript:b)</p>", id="link that runs a script"),
        pytest.param("<b>a</b> & b", "<p>&lt;b&gt;a&lt;/b&gt; &amp; b</p>", id="HTML is text"),
        pytest.param("<script>a</script>", "<p>&lt;script&gt;a&lt;/script&gt;</p>", id="scripts are text"),
        pytest.param("    four spaces", "<p>four spaces</p>", id="indented"),
        pytest.param("a `b` ~~c~~ ![d](https://e)", '<p>a `b` ~~c~~ !<a href="https://e">d</a></p>', id="the rest"),
    ],
)
def test_prose_renders(text, html):
    assert prose(text) == html


def test_prose_of_none():
    assert prose(None) == ""


def test_plain_leaves_the_words():
    assert plain("A [link](https://example.org) & *so* on.\n\n- Item") == "A link & so on. Item"


def test_plain_is_escaped_by_the_template():
    template = Template("{% load prose %}{{ text|plain }}")
    assert template.render(Context({"text": "<b>a</b> & b"})) == "&lt;b&gt;a&lt;/b&gt; &amp; b"


def test_heading_is_escaped():
    template = Template("{% load prose %}{% h 3 text %}")
    assert template.render(Context({"text": "<b>a</b>"})) == "<h3>&lt;b&gt;a&lt;/b&gt;</h3>"


@pytest.mark.parametrize(
    ("sentence", "number"),
    [
        ("74% of them", "74%"),
        ("Over 1,000 of them", "1,000"),
        ("Rated 6th out of 150", "6th"),
        ("grants of £6.1m in all", "£6.1m"),
        ("grants of £6 million in all", "£6 million"),
        ("more than 200+ of them", "200+"),
        ("Our 2019 survey found that 85% agree", "85%"),
        ("In 2018/19, 300 of them", "300"),
        ("In 2018-20, 300 of them", "300"),
        ("Since 2019 we have done so", ""),
        ("No number at all", ""),
    ],
)
def test_split_figure_finds_the_first_number(sentence, number):
    assert split_figure(sentence).number == number


@pytest.mark.parametrize("sentence", ["Over 1,000, in all", "None", "85%", "a 2019 of 3 and 4"])
def test_split_figure_loses_nothing(sentence):
    assert "".join(split_figure(sentence)) == sentence


def test_split_figure_parts():
    assert split_figure("About 5% of it") == Figure("About ", "5%", " of it")


def test_compare_wordings_marks_what_came_and_went():
    first, second = compare_wordings([("old", "A clean, green place"), ("new", "A clean, kind place")])
    assert (first.parts, first.added, first.dropped) == ([Part("A clean, green place", False)], [], [])
    assert second.parts == [Part("A clean,", False), Part("kind", True), Part("place", False)]
    assert (second.stated, second.added, second.dropped) == ("new", ["kind"], ["green"])


def test_compare_wordings_overlooks_punctuation_and_case():
    _, second = compare_wordings([(1, "A clean, green place"), (2, "a clean green place.")])
    assert second.parts == [Part("a clean green place.", False)]


@pytest.mark.parametrize("count", [0, 1, 3])
def test_compare_wordings_keeps_every_statement(count):
    assert len(compare_wordings([(number, "Words") for number in range(count)])) == count
