"""The trays of My desk: what waits, how much of it, and which list holds exactly that. Values in, words out."""

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Item:
    """One thing that waits: what it is, where it is done (empty where it is gone), and why it waits."""

    words: str
    address: str
    why: str = ""
    urgent: bool = False
    throw_away: str = ""
    """Where it is thrown away, for what is only the officer's own."""


@dataclass(frozen=True)
class Tray:
    """Things of one kind that wait for the same person. ``one`` and ``many`` end the sentence "3 …"."""

    title: str
    count: int
    one: str
    many: str
    items: list[Item] = field(default_factory=list)
    address: str = ""
    """The list that holds exactly what is counted; empty where the items are all there is."""
    waits: bool = True
    """Whether somebody has to do something about it, or it is only good to know."""

    @property
    def words(self) -> str:
        return f"{self.count} {self.one if self.count == 1 else self.many}"

    @property
    def more(self) -> int:
        return self.count - len(self.items)


def sentence(trays: Iterable[Tray]) -> str:
    """How things stand, in one plain sentence."""
    waiting = [tray.words for tray in trays if tray.waits and tray.count]
    if not waiting:
        return "Nothing waits for you."
    if len(waiting) == 1:
        return f"{waiting[0]}."
    return f"{', '.join(waiting[:-1])} and {waiting[-1]}."
