"""A story's photograph: shown while the story is, and not a day longer."""

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from ledger.clock import today
from stories.models import Story


@require_safe
def photograph(request: HttpRequest, name: str) -> FileResponse:
    """The photograph stored as ``stories/<name>``, where a story that may be shown today has it."""
    story = Story.objects.published(today()).filter(photo=f"stories/{name}").first()
    if story is None or not story.shown_photo:
        raise Http404("No story that can be read here has this photograph.")
    try:
        return FileResponse(story.photo.open("rb"), content_type="image/jpeg")
    except FileNotFoundError as error:
        raise Http404("This photograph is not in the store.") from error
