"""How hard a text is to read, as advice to who writes it. Values in, words out: no database, no request.

The reading age is the Automated Readability Index (Senter and Smith 1967) as textstat counts it, which gives the
school year of the United States: five more is the age. It needs letters, words and sentences only; measures that count
syllables load a dictionary of 74 MB into every process.
"""

import re
from dataclasses import dataclass

import textstat

FEWEST_WORDS = 12
"""Of less text than this no measure says anything."""
SHORTEST_SENTENCE = 3
"""Words: textstat counts no shorter one as a sentence, though it counts its words."""
READABLE_AT = 14
LONG_SENTENCE = 25
"""Words: more than this is too much in one sentence, says the guidance for writers on GOV.UK."""
YOUNGEST, OLDEST = 6, 22
BETTER = "Shorter sentences and everyday words would let more people read it."

_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
_SENTENCE_ENDS = re.compile(r"(?<=[.!?])\s+|\n+")
_WORD = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")


@dataclass(frozen=True)
class Readability:
    """The age in years from which most people read a text with ease, and the words of its longest sentence."""

    age: int
    longest: int

    @property
    def is_hard(self) -> bool:
        return self.age > READABLE_AT or self.longest > LONG_SENTENCE


def readability(text: str) -> Readability | None:
    """How hard ``text`` is to read; None where there is too little of it to say.

    A line ends a sentence as a full stop does. Addresses are left out: nobody reads them aloud.
    """
    sentences = [_WORD.findall(sentence) for sentence in _SENTENCE_ENDS.split(_ADDRESS.sub("", text))]
    counted = [words for words in sentences if len(words) >= SHORTEST_SENTENCE]
    if sum(map(len, counted)) < FEWEST_WORDS:
        return None
    age = round(textstat.automated_readability_index(_as_counted(counted))) + 5
    return Readability(min(max(age, YOUNGEST), OLDEST), max(map(len, counted)))


def _as_counted(sentences: list[list[str]]) -> str:
    """The same words with a full stop where a sentence ends and nowhere else, for by full stops textstat counts."""
    return " ".join(" ".join(words).replace(".", "") + "." for words in sentences)


def advice(text: str) -> str:
    """What to say beside a text field; nothing where there is too little text."""
    found = readability(text)
    if found is None:
        return ""
    words = f"Reading age about {found.age}; the longest sentence has {found.longest} words."
    return f"{words} {BETTER}" if found.is_hard else words
