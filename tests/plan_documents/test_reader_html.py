import pytest
from test_readers import shape

from plan_documents.errors import PlanDocumentError
from plan_documents.readers import read_bytes
from plan_documents.readers.html import read_html


def paragraph(text):
    return ("paragraph", 0, "", text)


def item(text, level=0, marker="•"):
    return ("item", level, marker, text)


def continuation(text, level=0):
    return ("continuation", level, "", text)


def heading(text, level):
    return ("heading", level, "", text)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "<ul><li>Dig:</li><ul><li>a well</li></ul></ul>", [item("Dig:"), item("a well", 1)], id="list-in-list"
        ),
        pytest.param(
            "<ul><li><div>Dig:<ul><li>a well</li><li>a pond</li></ul></div></li></ul>",
            [item("Dig:"), item("a well", 1), item("a pond", 1)],
            id="list-in-a-container-in-an-item",
        ),
        pytest.param(
            "<ul><li><span>Dig.<br>Timescale: May.</span></li></ul>",
            [item("Dig."), continuation("Timescale: May.")],
            id="break-within-inline",
        ),
        pytest.param("<h2>What we<br>want</h2>", [heading("What we want", 2)], id="break-in-a-heading"),
        pytest.param(
            "<div>We want <b>all</b> <a href=x>trees</a></div>", [paragraph("We want all trees")], id="inline-run"
        ),
        pytest.param("<p>Dig.<!-- soon --></p>", [paragraph("Dig.")], id="comment"),
        pytest.param(
            "<p style='display: none'>a</p><p hidden>b</p><p aria-hidden=true>c</p><p>d</p>",
            [paragraph("d")],
            id="hidden",
        ),
        pytest.param(
            "<button aria-controls=p>Wells</button><div id=p hidden>Dig.</div>",
            [heading("Wells", 1), paragraph("Dig.")],
            id="closed-panel-is-content",
        ),
        pytest.param(
            "<h2>Plans</h2><details><summary>1. Wells</summary><h4>Action</h4></details>"
            "<details><summary>2. Ponds</summary></details><h2>End</h2>",
            [
                heading("Plans", 2),
                heading("1. Wells", 3),
                heading("Action", 4),
                heading("2. Ponds", 3),
                heading("End", 2),
            ],
            id="accordion",
        ),
        pytest.param(
            "<h3><button>1. Wells</button></h3><div>Dig.</div>",
            [heading("1. Wells", 3), paragraph("Dig.")],
            id="button-in-a-heading",
        ),
        pytest.param(
            "<dl><dt>Timescale</dt><dd>May</dd></dl>", [paragraph("Timescale"), paragraph("May")], id="definition-list"
        ),
        pytest.param(
            "<ul><li>One<li>Two</ul><p>a<p>b", [item("One"), item("Two"), *map(paragraph, "ab")], id="unclosed"
        ),
        pytest.param(
            "<ol start=x><li>a<li value=7>b<li>c</ol>",
            [item("a", marker="1."), item("b", marker="7."), item("c", marker="8.")],
            id="numbers",
        ),
        pytest.param(
            "<ol><li><h3>Wells</h3><p>Dig.</p></li></ol>",
            [item("Wells", marker="1."), continuation("Dig.")],
            id="heading-of-a-numbered-item",
        ),
        pytest.param(
            "<ul><li><h3>Wells</h3><p>Dig.</p></li></ul>",
            [heading("Wells", 3), paragraph("Dig.")],
            id="heading-in-an-item",
        ),
        pytest.param(
            "<article>a</article><article>b</article>", [paragraph("a"), paragraph("b")], id="several-articles"
        ),
    ],
)
def test_read_html_gives_blocks(source, expected):
    assert shape(read_html(source)) == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param("<tr><td><ul><li>Dig <b>two</b> wells.</ul></td></tr>", [("Dig two wells.",)], id="whole-item"),
        pytest.param("<tr><td><p>Dig:</p><ul><li>a<li>b</ul></td></tr>", [("Dig:\na\nb",)], id="paragraph-and-items"),
        pytest.param(
            "<tr><td rowspan=2>Wells<td>a<td>b<tr><td>c<td>d<tr><td>e<td>f<td>g",
            [("Wells", "a", "b"), ("Wells", "c", "d"), ("e", "f", "g")],
            id="over-rows",
        ),
        pytest.param(
            "<tr><td colspan=3>Wells<tr><td>a<td>b<td>c", [("Wells", "", ""), ("a", "b", "c")], id="over-columns"
        ),
        pytest.param(
            "<tr><td>a<td rowspan=0>b<tr><td>c<tr><td>d", [("a", "b"), ("c", "b"), ("d", "b")], id="to-the-end"
        ),
        pytest.param("<tr><td colspan=x rowspan=-1>a<tr><td>b", [("a",), ("b",)], id="spans-that-are-none"),
        pytest.param("<tr><td>a<table><tr><td>b<td>c</table></td><td>d</td></tr>", [("a\nb c", "d")], id="inner-table"),
    ],
)
def test_read_html_keeps_cells_in_their_columns(rows, expected):
    assert [block.cells for block in read_html(f"<table>{rows}</table>")] == expected


@pytest.mark.parametrize(
    "chrome",
    [
        "<div class='cookie-banner'>x</div>",
        "<div id=cookieBanner>x</div>",
        "<ol class=breadcrumb><li>x</ol>",
        "<a class=skip-link>x</a>",
        "<section id=page-feedback><p>x</section>",
        "<div class=pager>x</div>",
        "<div role=navigation>x</div>",
        "<div aria-label='Share this'>x</div>",
        "<div role=search>x</div>",
        "<div class='layout sidebar'>x</div>",
    ],
)
def test_read_html_leaves_out_what_surrounds_the_text(chrome):
    source = f"<body>{chrome}<h1>Trees</h1><p>Trees reach high up.</p></body>"
    assert shape(read_html(source)) == [heading("Trees", 1), paragraph("Trees reach high up.")]


@pytest.mark.parametrize(
    "content",
    [
        "<div id=share-your-story><h2>Share your story</h2></div>",
        "<div class='banner'><h1>Share your story</h1></div>",
        "<div class=has-sidebar>Share your story</div>",
        "<h2 id=search>Share your story</h2>",
        "<div class=shared>Share your story</div>",
    ],
)
def test_read_html_keeps_content_whose_names_only_look_like_chrome(content):
    texts = [block.text for block in read_html(f"<body>{content}<p>More than half of the page's text.</p></body>")]
    assert texts == ["Share your story", "More than half of the page's text."]


def test_read_html_marks_a_button_that_opens_nothing():
    assert [(block.text, block.furniture) for block in read_html("<p>a</p><button>Print</button>")] == [
        ("a", ""),
        ("Print", "button"),
    ]


def test_read_bytes_refuses_html_nested_too_deeply():
    with pytest.raises(PlanDocumentError) as refusal:
        read_bytes("a.html", b"<div>" * 3000 + b"x")
    assert str(refusal.value) == (
        "a.html has parts within parts, deeper than can be read: give the plan's own text only."
    )
