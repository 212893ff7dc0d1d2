"""Tells a reason from a word put where a reason is asked for. Values in, values out: no database, no request."""

import re
import unicodedata

FEWEST_WORDS = 4
FEWEST_LETTERS = 15
FEWEST_DIFFERENT = 3

EMPTY = "There is no reason yet: say in one sentence why this changes."
WORDLESS = "The reason has no words in it: say in one sentence why this changes."
FILLER = "The reason does not say why: say what happened, in one sentence that a reader who was not there understands."
REPEATED = "The reason says the same word over and over: say in one sentence why this changes."
SHORT = "The reason is too short to be understood later: say why this changes in a sentence of at least four words."

_PHRASES = """
as discussed|as agreed|as above|as below|as before|as per|as requested|as advised|as stated|as previously|
see above|see below|see attached|see previous|see comments?|see notes?|see e ?mail|see commentary|same as|same again|
not applicable|n a|not known yet|no comments?|no reasons?|no updates?|no change|nothing to (?:add|report|say)|
to be (?:confirmed|agreed|advised|determined|decided|announced)|for information|various reasons|
lorem ipsum dolor sit amet|lorem ipsum
"""
_PHRASE = re.compile(rf"\b(?:{_PHRASES.replace(chr(10), '')})\b")

_EMPTY_WORDS = """
    na tbc tba tbd nil none ditto update updated updates updating change changed changes changing move moved amend
    amended revised reason reasons comment comments text date dates various misc other test testing asdf asdfg asdfgh
    qwerty qwertyuiop zxcv zxcvbn hjkl jkl foo bar baz blah etc idem discussed agreed above below previous previously
    earlier later meeting email e mail call conversation yesterday today please just again only
    a an and as at be been by for from had has have i in is it its my no of on or our the them then there this that
    to was we were will with
"""
_SAYING_NOTHING = frozenset(_EMPTY_WORDS.split())
"""Words that give no reason however many of them stand together."""


def fault_of_reason(text: str) -> str:
    """Empty where ``text`` is a reason of at least a sentence; else what is wrong with it and what to do.

    Letters of every script count, and no full stop is asked for. In doubt it is a reason: a person wrote it.
    """
    words = _words(text)
    letters = [word for word in words if _letters(word)]
    if not text.strip():
        return EMPTY
    if not letters:
        return WORDLESS
    if len(words) >= FEWEST_WORDS and len(set(words)) < FEWEST_DIFFERENT:
        return REPEATED
    if _says_nothing(words):
        return FILLER
    if len(words) < FEWEST_WORDS or sum(_letters(word) for word in words) < FEWEST_LETTERS:
        return SHORT
    return ""


def _words(text: str) -> list[str]:
    """The words in small letters, without apostrophes; every other sign parts two words."""
    clean = unicodedata.normalize("NFC", text).casefold()
    clean = re.sub("['’‘ʼ\u200c\u200d]", "", clean)
    return "".join(sign if sign.isalnum() or _is_mark(sign) else " " for sign in clean).split()


def _is_mark(sign: str) -> bool:
    """A vowel sign or accent that stands on its own, as in Gujarati, Punjabi or Urdu."""
    return unicodedata.category(sign).startswith("M")


def _letters(word: str) -> int:
    """A vowel sign is a letter only beside one: a picture may carry such a mark, too."""
    letters = sum(sign.isalpha() for sign in word)
    return letters and letters + sum(_is_mark(sign) for sign in word)


def _says_nothing(words: list[str]) -> bool:
    rest = _PHRASE.sub(" ", " ".join(words)).split()
    return all(word in _SAYING_NOTHING or word.isdigit() or _is_one_letter(word) for word in rest)


def _is_one_letter(word: str) -> bool:
    """ "xxx" and "aaaa", and a letter alone."""
    return len(set(word)) == 1
