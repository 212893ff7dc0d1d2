"""The vocabulary in which British public bodies write time, grouped by the part each word plays.

Every word is lower case. A word may stand in several groups; what it means beside other words is the
grammar's business.
"""

import re


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january",
            "feb febr february febuary",
            "mar march",
            "apr april",
            "may",
            "jun june",
            "jul july",
            "aug august",
            "sep sept september",
            "oct october",
            "nov november",
            "dec december",
        ),
        start=1,
    )
    for name in names.split()
}

SEASONS = {"spring": 0, "summer": 1, "autumn": 2, "winter": 3}
SEASON_NAMES = ("spring", "summer", "autumn", "winter")

WEEKDAYS = _set(
    """mon monday tue tues tuesday wed weds wednesday thu thur thurs thursday fri friday sat saturday sun
    sunday"""
)

ORDINALS = {
    "first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4,
    "final": -1, "last": -1, "latter": 2,
}  # fmt: skip
NUMBER_WORDS = {"one": 1, "two": 2, "three": 3, "four": 4}

PARTS = {
    "early": "early", "beginning": "early", "start": "early", "mid": "mid", "middle": "mid",
    "midway": "mid", "late": "late", "later": "late", "end": "end", "close": "end",
}  # fmt: skip
"""Words for a part of a period. ``end`` is a bound (its last day); ``late`` is a stretch."""

BY = _set("""by until til till before pre ends ending ended expire expires expiring finish finishes""")
EXCLUSIVE = frozenset({"before", "pre"})
FROM = _set("from since commencing starting beginning wef")
START = _set("""start starts started begin begins began commence commences commenced commencement""")
AFTER = _set("after post")

STATUS = _set(
    """complete completed completes completing completion target targeted targeting track due expect
    expected expects anticipated estimated estimate estimates planned scheduled forecast forecasted
    projected proposed provisional provisionally likely currently set aim aiming aimed hoped intended
    indicative decision deadline date dates year calendar timescale timescales timeframe timeline
    milestone status achieved delivered deliver delivery launch launched launches launching open opens
    opening opened adopt adopted adoption publish published publication submit submitted submission
    approve approved approval review reviewed reviews implement implemented implementation consult
    consultation construction design report reported reporting go live site period revised revise now
    extended moved deferred delayed slipped agreed agree update updated awarded install installed
    installation procurement procure tender award examination inspection referendum finalised finalise
    finalisation draft final evaluation evaluate pilot handover mobilisation planning works work
    occupation refresh refreshed refurbishment demolition feasibility closure roll rollout ready place
    end ends ended finish finishes finished concluded concludes concluding conclude"""
)
"""Words that may stand directly before or after a bare year and leave it a date ("Completed 2022")."""

FILLER = _set(
    """the a an of in on at during over across within throughout for around about circa approximately
    approx c ca be been being is are was were will to it its this our that as also both financial
    roughly no not later than or into through and then with when once subject if but by from so"""
)
PREPOSITIONS = _set(
    """by in during until til till since from to before after for throughout within into across early late
    mid end around circa approximately approx roughly est beyond between post pre over at on and or
    through both c start beginning earliest latest"""
)
QUANTITY = _set("""over about approximately approx around nearly almost than least some to up of""")

COUNTED = _set(
    """homes home houses house units people jobs places residents children families households properties
    dwellings pupils tonnes trees staff businesses learners apprentices apprenticeships visitors members
    beds spaces sites responses respondents schools hours days weeks months years miles km metres m sqm
    sq hectares ha employees cases calls vehicles bins carers patients adults young older affordable new
    council social extra additional more participants volunteers tenants items meals sessions kg kw mw
    kwh mwh tco co2 percent per million k lights lamps chargers points panels laptops grants pounds
    words pages"""
)
TITLES = _set(
    """strategy strategies plan plans vision programme agenda framework ambition policy project partnership
    census act regulations regs games olympics budget mission horizon goals goal challenge festival
    awards award scheme initiative masterplan blueprint charter fund roadmap report edition version
    target targets commitment manifesto pledge standard standards elections election season cohort
    intake levels baseline figures data prices agreement network alliance board group document outlook
    assessment action prospectus"""
)
REFERENCES = _set(
    """regulation regulations reg section article clause schedule recommendation rec ref reference no nos
    number minute minutes item id para paragraph policy objective kpi appendix table version v page
    pages p pp figure fig annex ward room case application decision_no lot risk"""
)
LABELS = _set(
    """phase phases stage tranche part step lot wave year years block option priority action zone area
    cohort group gateway gate level tier milestone quarter week day strand theme workstream package
    round task sprint release outcome aim site plot unit junction room ward"""
)

ENDINGS_OF_EVENTS = ("ed", "tion", "ing", "sion", "ment")
_NAMES_OF_NUMBERS = "zero one two three four five six seven eight nine ten eleven twelve"
RANGE_LINKS = frozenset(
    {
        *_set("- to until till til through thru into ending"),
        *("through to", "up to", "up until", "right through to", "to the end", "and into", "and through to"),
        *("and up to", "and until", "- to", "and to", "to end", "; to", ", to", "running to", "and ending"),
        *(", until", ", ending", "and ends", "extending to", "through until", "running until"),
        *("running through to", "and run until", "and run to"),
    }
)
LIST_LINKS = frozenset(
    {
        *_set(", ; & and / or + then and/or"),
        *(", and", ", then", "and then", "; and", "& then", "and / or", "and again", "and again in", ", or"),
    }
)
WHOLES = _set("course each all both most rest remainder duration part")
SKIPPED = _set(
    """the a in on or of at during around about circa approx approximately c : , quarter be been is are
    expected anticipated currently provisionally estimated likely planned scheduled date site towards
    toward ( year within calendar"""
)
"""Words between a bound and its date: "by the", "starting on site in"."""

CHANGED = _set("""delayed moved revised deferred slipped changed rescheduled postponed extended amended rephased""")
OLD = _set("was were originally original previously previous formerly initially")
NEW = _set("""revised now moved extended rescheduled postponed deferred slipped delayed amended updated""")
FINISHING = re.compile(r"\b(?:complet|finish|conclu|ending|ends\b|hand(?:ed|ing)? over)")
OPEN_ONGOING = frozenset({"beyond", "continuing", "continuous", "rolling", "ongoing", "on going", "on-going"})
AFTER_A_YEAR = _set(
    """onwards onward ongoing forward beyond until earliest latest tbc & due depending including assuming
    pending following annually quarterly plus"""
)
NUMBERS = {name: number for number, name in enumerate(_NAMES_OF_NUMBERS.split())} | {
    "fifteen": 15,
    "eighteen": 18,
    "a": 1,
    "an": 1,
}

NUMBER = (
    r"(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|eighteen|twenty"
    r"(?:[- ]four)?|thirty|couple of|few|several|coming|number of)"
)
DURATION = re.compile(
    rf"\b{NUMBER}(?: ?(?:-|to|or|and) ?{NUMBER})?[- ]?(?:working |calendar |school |financial |academic )?"
    r"(?:day|week|fortnight|month|year|quarter|term|yr|mth|wk)s?\b"
)
RELATIVE = re.compile(
    r"\b(?:within|next|coming|following|upcoming|last|previous|this|current|later|after|post|"
    r"years? (?:\d|one|two|three|four|five|six)|"
    r"end of (?:the |this |next )?(?:year|month|quarter|parliament|term|plan|financial|municipal|calendar)|"
    r"in (?:the )?(?:next )?" + NUMBER + r"[- ](?:day|week|month|year)s?|new year|"
    r"year[- ]end|(?:months|years|weeks|days) (?:from|of|after|before|on)|life of|lifetime)\b"
)
ANCHOR = re.compile(
    r"\b(?:year|month|quarter|parliament|plan|strategy|lifetime|life|term|summer|autumn|winter|spring|"
    r"years? \d)\b"
)
RECURRING = re.compile(
    r"\b(?:annually|yearly|half[- ]yearly|quarterly|monthly|weekly|fortnightly|daily|termly|bi-?annually|"
    r"biennially|triennially|seasonally|nightly|"
    r"(?:every|each) (?:(?:two|three|four|five|six|second|third|fourth|fifth|other|few|\d{1,2})[- ])?"
    r"(?:calendar |financial |municipal |academic |school |council |working )?"
    r"(?:days?|weeks?|fortnight|months?|quarters?|terms?|years?|spring|summer|autumn|winter|seasons?|"
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|(?:mon|tues|wednes|thurs|fri|satur|sun)day|meeting|cycle)|"
    r"(?:per|once a|once per|twice a|twice per|times a|times per|twice each) "
    r"(?:annum|day|week|month|quarter|term|year)|p\.a\b|twice[- ]yearly|year[- ]on[- ]year|all year|"
    r"year[- ]round|on an? (?:annual|regular|rolling|continuous|continuing|biennial|two-yearly|daily) basis|"
    r"(?:annual|six-month|12-month|three-month) (?:intervals?|cycle|basis)|regular intervals)\b"
)
ONGOING = re.compile(
    r"(?<!complete )(?<!the )(?<!our )(?<!any )(?<!an )(?<!all )(?<!review )(?<!of )"
    r"\b(?:on-? ?going|on an on-?going basis|indefinite(?:ly)?|open[- ]ended|in perpetuity|no end date|"
    r"continuously|continually|"
    r"rolling (?:programme|basis|plan|cycle)|until further notice|"
    r"(?:then|and|thereafter|,|-|/) ?(?:becomes? |moves? to |into )?"
    r"(?:bau|business[- ]as[- ]usual|annual|continuous|continuing|continual|thereafter|beyond|rolling|"
    r"regularly|as required|permanent))\b"
)
WEAKLY_ONGOING = re.compile(
    r"\b(?:on-? ?going|annual|biennial|bi-?annual|half[- ]year(?:ly)?|continuous|continual|continuing|"
    r"continues?|rolling|"
    r"bau|business[- ]as[- ]usual|as (?:and when )?(?:required|needed|necessary|appropriate)|as and when|"
    r"when required|where required|if required|throughout|permanent(?:ly)?|regular(?:ly)?|periodic(?:ally)?|"
    r"routine(?:ly)?|standing|long[- ]standing|embedded)\b"
)
"""Words that make a text ongoing only where it gives no date: "annual report, July 2022" is not ongoing."""

OPEN_END = re.compile(
    r"^[\s,]*(?:-|to|until|till|through to)?\s*\(?(?:and |&|then |or )?\s*(?:is )?"
    r"(?P<what>onwards?|forwards?|thereafter|to date|date\b|(?:the )?present(?: day)?\b|to present|now\b|"
    r"current\b|to the present|\+|and onwards?|on-? ?going|continuing|beyond|continuous|rolling)"
)
TO_BE_CONFIRMED = re.compile(r"\b(?:tbc|tba|tbd|to be (?:confirmed|agreed|advised|determined|decided))\b")
