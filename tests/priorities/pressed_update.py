"""What a browser sends of the page “Update”, read from the page itself, and what the page answers."""

from bs4 import BeautifulSoup
from django.urls import reverse


def address(promise, page="update"):
    return reverse(f"admin:priorities_deliverable_{page}", args=[promise.pk])


def sent_by(page, **typed):
    """The fields of the report's form, with ``typed`` typed into them."""
    form, fields = BeautifulSoup(page.content, "html.parser").find("form", id="update-form"), {}
    for control in form.find_all(["input", "textarea"]):
        is_chosen = control.get("type") not in ("radio", "checkbox") or control.has_attr("checked")
        if control.get("name") and is_chosen:
            fields[control["name"]] = control.text[1:] if control.name == "textarea" else control.get("value", "")
    return fields | typed


def press(client, page, step, **typed):
    return client.post(page.wsgi_request.get_full_path(), sent_by(page, **typed) | {"step": step})


def faults(page):
    return [str(each) for each in page.context["faults"]]
