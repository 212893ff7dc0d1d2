"""What was wrong with the rows of a file, told by row and column, in words for who has only the spreadsheet."""

import logging

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, InterfaceError, OperationalError

from ledger.reasons import EMPTY
from ledger.refusals import EditedMeanwhile, LedgerRefusal, ReasonNeeded, WrongDay

from .faults import Fault

NEEDED = "This is needed."
NO_REASON = f"{EMPTY} It can be given once for the whole file, in the section “Why” of the page."
IN_THE_WAY = (
    "Something that is on record already, or that another row says, stands in the way: for example the same position."
)
NOT_TAKEN = "The row could not be kept. Check every cell of it, or make this change at the record's own page."
MEANWHILE = "Somebody changed this record while the file was read. Download the list again and make your change there."
MOST_COLUMNS = 6
"""How many columns are named where a row as a whole is at fault."""
COLUMN_OF = {ReasonNeeded: "reason", WrongDay: "effective_on"}

logger = logging.getLogger(__name__)


def faults_of(resource, result, numbers: list[int], dataset) -> list[Fault]:
    """Every fault that the library's ``result`` has of this reading of a file; ``numbers`` are its rows' lines."""
    found = []
    for invalid in result.invalid_rows:
        cells = dict(zip(dataset.headers, dataset[invalid.number - 1], strict=True))
        for column, sentence in _sentences(resource, invalid.error):
            said_anew = resource.said_anew.get(invalid.number, {})
            at = (column, _found(resource, column, cells)) if column else _whole_row(said_anew)
            found.append(Fault(numbers[invalid.number - 1], *at, _with_line(sentence, numbers)))
    for broken in result.error_rows:
        found.append(Fault(numbers[broken.number - 1], "", "", _sentence_of(broken.errors[0].error)))
    return found + [Fault(0, "", "", str(each.error)) for each in result.base_errors]


def column_of(refusal: LedgerRefusal, why_columns: dict[str, str]) -> str:
    """The column in which a row can put right what the ledger refuses; nothing where no single one can."""
    if isinstance(refusal, EditedMeanwhile):
        return "revision"
    name = COLUMN_OF.get(type(refusal))
    return why_columns[name] if name else ""


def _whole_row(said_anew: dict[str, str]) -> tuple[str, str]:
    """Where no single column is at fault: the columns in which the row says something new, and what it says."""
    said = dict(list(said_anew.items())[:MOST_COLUMNS])
    return ", ".join(said), "; ".join(said.values())


def _sentences(resource, error: ValidationError) -> list[tuple[str, str]]:
    if isinstance(error, EditedMeanwhile):
        return [("revision", MEANWHILE)]
    if isinstance(error, LedgerRefusal):
        return [(column_of(error, resource.why_columns), said) for said in _in_words(error.error_list)]
    return [(_heading(resource, name), said) for name, each in error.error_dict.items() for said in _in_words(each)]


def _heading(resource, name: str) -> str:
    if name == NON_FIELD_ERRORS:
        return ""
    if name in resource.fields:
        return name
    return next((heading for heading, each in resource.fields.items() if name == each.attribute), name)


def _found(resource, column: str, cells: dict[str, str]) -> str:
    said = next((name for name, heading in resource.why_columns.items() if heading == column), None)
    return str(cells.get(column, "") or resource.why.get(said, ""))


def _sentence_of(error: Exception) -> str:
    if isinstance(error, OperationalError | InterfaceError):
        raise error
    if isinstance(error, IntegrityError):
        return IN_THE_WAY
    logger.error("A row of a spreadsheet could not be taken", exc_info=error)
    return NOT_TAKEN


def _in_words(errors: list[ValidationError]) -> list[str]:
    """As the record's own form says it, but where that says too little to who has only a spreadsheet."""
    return [_in_word(each.code, said) for each in errors for said in each.messages]


def _in_word(code: str | None, said: str) -> str:
    return NEEDED if code in ("null", "blank") else NO_REASON if said == EMPTY else said


def _with_line(sentence: str, numbers: list[int]) -> str:
    """The library counts rows; people count lines of the sheet."""
    before, mark, rest = sentence.partition("{row:")
    if not mark:
        return sentence
    number, _, after = rest.partition("}")
    return f"{before}{numbers[int(number) - 1]}{after}"
