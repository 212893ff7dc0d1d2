"""The geometry of the tally: how wide each part of the bar is, in per cent of its whole width."""

from collections.abc import Sequence
from dataclasses import dataclass

GAP = 0.4
THINNEST = 1.2


@dataclass(frozen=True)
class Segment:
    """One part of the bar. ``x`` and ``width`` are per cent of the bar."""

    kind: str
    count: int
    x: float
    width: float


def tally_segments(counts: Sequence[tuple[str, int]]) -> list[Segment]:
    """Lay ``(kind, count)`` pairs side by side; kinds that count nothing take no room.

    A part too thin to be seen is widened to ``THINNEST``, and the others give way in proportion.
    """
    present = [(kind, count) for kind, count in counts if count > 0]
    segments, x = [], 0.0
    for (kind, count), share in zip(present, _shares([count for _, count in present]), strict=True):
        segments.append(Segment(kind, count, round(x + GAP / 2, 2), round(share - GAP, 2)))
        x += share
    return segments


def _shares(counts: list[int]) -> list[float]:
    total = sum(counts)
    plain = [100 * count / total for count in counts]
    thin = [share < THINNEST for share in plain]
    room = 100 - THINNEST * sum(thin)
    wide_total = sum(share for share, is_thin in zip(plain, thin, strict=True) if not is_thin)
    return [THINNEST if is_thin else share * room / wide_total for share, is_thin in zip(plain, thin, strict=True)]
