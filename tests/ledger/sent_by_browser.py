"""What a browser sends of a page: read from the page itself."""

from bs4 import BeautifulSoup
from django.urls import reverse

from ledger.keeping.typed import SLIP


def press(client, page, button="", **typed):
    """Send the form of ``page`` that keeps what is typed, to where it says, with the named button."""
    form = next(form for form in BeautifulSoup(page.content, "html.parser").find_all("form") if slip_of(form))
    fields = {}
    for control in form.find_all(["input", "textarea", "select"]):
        if control.get("name") and control.get("type") != "submit":
            fields.setdefault(control["name"], []).append(value_of(control))
    return client.post(form.get("action") or address_of(page), fields | ({button: "1"} if button else {}) | typed)


def slip_of(form):
    return form.find("input", attrs={"name": SLIP})


def value_of(control):
    if control.name == "select":
        chosen = control.find("option", selected=True)
        return chosen["value"] if chosen else ""
    return control.text.removeprefix("\n") if control.name == "textarea" else control.get("value", "")


def address_of(page):
    return page.wsgi_request.get_full_path()


def choose(client, model, action, records, **more):
    """Press *Go* in a list, named as its addresses are, on these rows."""
    chosen = {"action": action, "_selected_action": [each.pk for each in records]} | more
    return client.post(reverse(f"admin:{model}_changelist"), chosen)


def text_of(page):
    return " ".join(page.content.decode().split())
