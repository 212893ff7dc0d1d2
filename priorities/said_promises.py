"""Tells a day that is promised for delivery from one that is merely mentioned. Values in, values out.

It looks at the words of the day's own clause. Where they leave a doubt there is no promise: an officer who is asked
about a date without need learns to click the question away.
"""

import re
from dataclasses import dataclass

from priorities.timescales import words
from priorities.timescales.groups import AFTER, BEYOND, FROM, START


@dataclass(frozen=True)
class Mention:
    """A day where it stands, all in small letters: its clause before and after it, its sentence without it.

    ``role`` is the bound that the timescale grammar finds; ``yearless`` says that the year was filled in.
    """

    before: str
    after: str
    sentence: str
    role: str
    yearless: bool


def _any_of(text: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(text.split())})\b")


MOVES = re.compile(
    r"\b(?:re-?vised?|revision|slip(?:s|ped|ping|page)?|delay(?:s|ed)?|exten(?:d|ds|ded|sion)|reschedul\w+|re-?profiled|"
    r"re-?phased|postponed|deferred|pushed|put back|moved?|moves|moving|re-?programmed|re-?baselined|"
    r"dates? (?:\w+ ){0,3}(?:amend|chang)ed|(?:amend|change)(?:ed)? (?:\w+ ){0,3}dates?|"
    r"new (?:\w+ )?(?:date|deadline|target)|later than (?:planned|expected|hoped))\b"
)
FINISHES = re.compile(
    r"\b(?:complet(?:e|es|ed|ing|ion)|finish(?:es|ed|ing)?|deliver(?:s|ed|ing|y)?|hand(?:ed )?over|"
    r"conclud(?:e|es|ed|ing))\b"
)
PROMISES = re.compile(
    r"\b(?:now|eta|expect(?:s|ed|ing)?|anticipate[sd]?|by|until|till|due|planned|scheduled|target(?:ed|ing)?|aim(?:s|ed|ing)?|"
    r"hop(?:e|es|ed|ing)|forecast|estimated?|programmed|likely|confirmed for|on (?:course|track) for|go(?:es)? live|"
    r"launch(?:es|ing)?|opens?|opening|ready|installed|in place|operational|no later than|"
    r"will be (?:adopted|built|implemented|introduced|launched|opened|published))\b"
)
ANOTHER_DAY = re.compile(
    r"\b(?:meetings?|committees?|cabinet|scrutiny|board|panel|full council|workshops?|webinar|seminar|conference|"
    r"hearing|elections?|steering group|working group|briefings?|agenda|"
    r"(?:next|further|another|progress|quarterly|monthly|highlight|mid-?year|final) "
    r"(?:review|report|update|checkpoint|check|milestone|phase|stage|round|tranche)|"
    r"reports? (?:again|back)|review(?:ed)? again|review date|be reviewed|will review|revisit(?:ed)?|"
    r"updates? (?:will|to|due)|as (?:at|of)|street party|birthday|anniversary)\b"
)
ANOTHER_STEP = _any_of(
    """reviews? reports? updates? updated consultations? consult tenders? tendering procurement applications? bids?
    bidding submission submit submitted surveys? interviews? recruitment recruit decision deadline inspection audit
    spend spent invoices? engagement events? drop-in training data figures government
    legislation assent guidance national ministers contact apply respond leave outcome results joins prices"""
)
MONEY_AND_LEASE = _any_of(
    "funding funded grants? leases? licen[cs]es? tenancy secondments? contracts? warranty subsidy"
)
KEEPS_ON = _any_of(
    """closed closures? suspended runs? running open available secured valid remains? continues? continue stays? stay
    place here covered lasts?"""
)
UP_TO = re.compile(r"\b(?:until|till|to|through)(?: the)?$")
DOUBTED = re.compile(
    r"\b(?:if|unless|whether|could|might|perhaps|possibly|risk (?:that|of|it|this|the)|cannot rule out)\b|"
    r"\bmay (?:also |now |still |well |yet |not )*(?:be|change|extend|have|move|need|require|slide|slip|take)\b"
)
REFUSED = re.compile(r"\b(?:not|never|unlikely|cannot|won't|unable|no longer)\b(?! (?:later|only))")
PUT_OFF = re.compile(r"\b(?:until|till|before)(?: the)?(?: (?:end|start) of)?$")
BEFORE_NOW = re.compile(
    r"\b(?:was|were|had|originally|original|previous|previously|formerly|initially|earlier|instead of|rather than|"
    r"(?:mov|slipp|revis|delay|chang|extend|postpon|deferr|reschedul)ed from|from|back from)\b"
    r"(?!.*\b(?:now|to|until|till|by|into)\b)"
)
HAPPENED = re.compile(r"\b(?:\w{3,}ed|began|held|took|met|ran|went|came|made|given|done|been|had|has|have)\b")
TO_COME = re.compile(
    r"\b(?:be|will|to|is|are|expected|due|should|planned|scheduled|hoped|anticipated|now|until|till|by)\b"
)


def is_promise(mention: Mention) -> bool:
    """Whether the words near a day promise delivery on it. The first rule that speaks decides; in doubt, no."""
    near = f"{mention.before} | {mention.after}"
    moves, finishes = MOVES.search(near), FINISHES.search(near)
    if ANOTHER_DAY.search(near) or words.RECURRING.search(near) or DOUBTED.search(mention.sentence):
        return False
    if BEFORE_NOW.search(mention.before) or (mention.yearless and _has_happened(mention)):
        return False
    if REFUSED.search(near):
        return PUT_OFF.search(mention.before) is not None
    if mention.role in {AFTER, BEYOND, FROM} or (mention.role == START and not moves):
        return False
    if ANOTHER_STEP.search(near) and not (moves or finishes):
        return False
    if MONEY_AND_LEASE.search(near) and not finishes:
        return False
    if UP_TO.search(mention.before) and KEEPS_ON.search(mention.before) and not (moves or finishes):
        return False
    return bool(moves or finishes or PROMISES.search(near))


def _has_happened(mention: Mention) -> bool:
    """ "completed in December" tells of the past where no year makes it the next one."""
    past = HAPPENED.search(MOVES.sub(" ", mention.before))
    return past is not None and not TO_COME.search(mention.before)
