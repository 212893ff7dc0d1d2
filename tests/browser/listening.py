"""Hears what goes wrong in a page while it is open."""


def listen(page) -> list[str]:
    """Return a list that fills with console errors, exceptions, refused and failed requests.

    /favicon.ico is left out: browsers ask for it by themselves, at any moment, where a page names no icon. So is what
    a script asked for and was broken off, because somebody went on to the next page before the answer came.
    """
    heard = []

    def hear(what: str, about: str) -> None:
        if "/favicon.ico" not in what:
            heard.append(f"{about}: {what}")

    def hear_console(said) -> None:
        if said.type == "error":
            hear(f"{said.text} ({said.location['url']})", "console")

    def hear_response(response) -> None:
        if response.status >= 400:
            hear(response.url, str(response.status))

    def hear_failure(request) -> None:
        if (request.resource_type, request.failure) != ("fetch", "net::ERR_ABORTED"):
            hear(f"{request.url} {request.failure}", "failed")

    page.on("console", hear_console)
    page.on("response", hear_response)
    page.on("pageerror", lambda error: hear(str(error), "script"))
    page.on("requestfailed", hear_failure)
    return heard
