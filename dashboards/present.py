"""Pages that have no past: they show what is on record now, whatever day an address asks for."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from ledger.clock import Reading, reading
from ledger.past import the_present


class InThePresent:
    """For views, before all other classes. The frame says that the page is of today; its links keep the day."""

    asked_day: Reading | None = None

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.asked_day = reading()
        with the_present():
            response = super().dispatch(request, *args, **kwargs)
            return response.render() if hasattr(response, "render") else response

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(past=self.asked_day, has_no_past=True, **kwargs)
