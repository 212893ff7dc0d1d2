"""CPU time of reading a plan in: a first run, a second run that changes nothing, and ten times the lines."""

from datetime import date

from portal_in_memory import cpu_seconds  # isort: skip - sets Django up
from django.db import transaction

from plan_documents.flattening import records_of
from plan_documents.importing import compare_with_record, import_records
from plan_documents.parsing import parse_document
from plan_documents.readers.text import read_text
from plan_documents.records import PlanDetails

PRIORITY = """{number}. Title of priority {number}

Action

What will be done about it.

Deliverable(s)

  • A first thing that will be delivered.
    Timescale: Autumn 2021-Spring 2022.
  • A second thing.
    Timescale: March 2022.

Portfolio holder

Councillor Example One


"""
HEAD = "Shaped by people\n\nWe make our places what they are\n\nPriorities for action\n\n"


def main() -> None:
    small, large = document(30), document(300)
    print(f"parse, 10 x the lines:           {parsing(large) / parsing(small):6.1f} x")
    first = cpu_seconds(lambda: undone(records(small)), rounds=3)
    print(f"write, 10 x the lines:           {cpu_seconds(lambda: undone(records(large)), rounds=1) / first:6.1f} x")
    import_records(records(small), "Measured.", date(2030, 1, 1))
    again = cpu_seconds(lambda: compare_with_record(records(small)), rounds=3)
    print(f"second run against the first:    {again / first:6.2f} x")


def document(priorities: int) -> str:
    return HEAD + "".join(PRIORITY.format(number=number) for number in range(1, priorities + 1))


def parsing(text: str) -> float:
    return cpu_seconds(lambda: parse_document(read_text(text)), rounds=3)


def records(text: str):
    return records_of(parse_document(read_text(text)), PlanDetails("measured"))


def undone(wanted) -> None:
    """Write everything, then take it back."""
    with transaction.atomic():
        import_records(wanted, "Measured.", date(2030, 1, 1))
        transaction.set_rollback(True)


if __name__ == "__main__":
    main()
