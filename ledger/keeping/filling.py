"""Puts slips into the forms of a finished page, and what was kept into their fields. Pure: HTML in, HTML out."""

import re

from bs4 import BeautifulSoup, Tag
from django.utils.html import format_html

from .typed import COUNTS_ROWS, SLIP, Pairs, by_name

FORM = re.compile(r"<form\b[^>]*\bmethod=[\"']?post\b[^>]*>", re.IGNORECASE)
NOT_OURS = re.compile(r"logout-form|kept-form")
NOT_FILLED = {"file", "password", "submit", "button", "reset", "image"}


def has_form(page: str) -> bool:
    """Whether ``page`` has a form that something could be taken up in."""
    return any(not NOT_OURS.search(form) for form in FORM.findall(page))


def with_slips(page: str, signed: str) -> str:
    """``page`` with the slip in each of its forms but the one that signs out."""
    field = format_html('<input type="hidden" name="{}" value="{}">', SLIP, signed)
    return FORM.sub(lambda form: form[0] if NOT_OURS.search(form[0]) else form[0] + field, page)


def filled(page: str, pairs: Pairs) -> str:
    """``page`` with the kept values in those of its fields that have a slip beside them; how many rows it has stays."""
    soup, values = BeautifulSoup(page, "html.parser"), by_name(pairs)
    for form in soup.find_all("form"):
        if not form.find("input", attrs={"name": SLIP}):
            continue
        left = {name: iter(each) for name, each in values.items()}
        for control in form.find_all(["input", "textarea", "select"]):
            name = control.get("name", "")
            if _is_filled(control, name):
                _fill(control, values.get(name), left.get(name, iter(())))
    return str(soup)


def _is_filled(control: Tag, name: str) -> bool:
    own = name in ("", SLIP, "csrfmiddlewaretoken") or COUNTS_ROWS.fullmatch(name)
    return not own and control.get("type", "").lower() not in NOT_FILLED


def _fill(control: Tag, values: list[str] | None, left) -> None:
    """A box that was not ticked is not sent, so it is emptied where its name is missing; other fields stay then."""
    if control.get("type") in ("checkbox", "radio"):
        _set(control, "checked", control.get("value", "on") in (values or []))
    elif values is None:
        return
    elif control.name == "select":
        _choose(control, values)
    elif control.name == "textarea":
        control.string = "\n" + next(left, "")
    else:
        control["value"] = next(left, "")


def _choose(select: Tag, values: list[str]) -> None:
    options = select.find_all("option")
    for value in set(values) - {_value(option) for option in options} - {""}:
        option = Tag(name="option", attrs={"value": value})
        option.string = value
        select.append(option)
    for option in select.find_all("option"):
        _set(option, "selected", _value(option) in values)


def _value(option: Tag) -> str:
    return option.get("value", option.get_text())


def _set(tag: Tag, attribute: str, wanted: bool) -> None:
    if wanted:
        tag[attribute] = ""
    elif attribute in tag.attrs:
        del tag[attribute]
