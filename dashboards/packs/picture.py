"""The bar of a pack's summary as a picture for Word, drawn from the same geometry as on the site.

Its key is drawn beneath it in words and numbers, so that nothing depends on colour.
"""

from collections.abc import Sequence
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from priorities.geometry import tally_segments
from priorities.standing import NONE_SLUG, label_of

WIDTH, BAR, LINE, MARGIN = 1700, 90, 64, 10
SIZE = 36
INK, EDGE, PAPER = "#1f1b24", "#57515e", "#ffffff"
COLOURS = {
    "complete": "#2c6537",
    "on-track": "#0f4f6e",
    "at-risk": "#9a5200",
    "off-track": "#9d2219",
    "not-started": "#8d857b",
    "deferred": "#5a2a6b",
    "withdrawn": "#8d857b",
    NONE_SLUG: "#cfc6b8",
}


def draw_bar(counts: Sequence[tuple[str, int]]) -> bytes:
    """A PNG of the bar with its key; ``counts`` are statuses, "none" for those without a report, and promises."""
    font = ImageFont.load_default(SIZE)
    places = _places([f"{_word(kind)} {count:,}" for kind, count in counts if count], font)
    lines = 1 + max((line for _, line, _ in places), default=0)
    image = Image.new("RGB", (WIDTH, BAR + 20 + lines * LINE), PAPER)
    drawing = ImageDraw.Draw(image)
    segments = tally_segments(counts)
    for segment, (x, line, words) in zip(segments, places, strict=True):
        left, right = (round(WIDTH * part / 100) for part in (segment.x, segment.x + segment.width))
        colour = COLOURS[segment.kind]
        drawing.rectangle((left, 0, right - 1, BAR), fill=colour, outline=EDGE)
        top = BAR + 20 + line * LINE
        drawing.rectangle((x, top + 8, x + 34, top + 42), fill=colour, outline=EDGE)
        drawing.text((x + 46, top + 2), words, fill=INK, font=font)
    out = BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def _word(kind: str) -> str:
    return label_of("" if kind == NONE_SLUG else kind)


def _places(words: Sequence[str], font) -> list[tuple[int, int, str]]:
    """Where each entry of the key stands: its left edge, its line, and its words."""
    places, x, line = [], MARGIN, 0
    for each in words:
        width = 46 + round(font.getlength(each)) + 50
        if x + width > WIDTH and x > MARGIN:
            x, line = MARGIN, line + 1
        places.append((x, line, each))
        x += width
    return places
