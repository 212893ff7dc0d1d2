"""Pages about stories and shared values. A story is shown only while its consent is in force."""

from typing import Any

from django.conf import settings
from django.db.models import Prefetch
from django.views.generic import DetailView, ListView, TemplateView

from ledger.clock import today
from outcomes.models import ApproachPage, ApproachSection, Outcome
from outcomes.paging import nearest_page
from outcomes.querysets import in_force_first
from stories.models import SharedValue, Story

CALL_FOR_STORIES = "Share your story"


def published_stories():
    """Every story that may be shown today, with the published outcomes it shows."""
    outcomes = Prefetch("outcomes", queryset=Outcome.objects.published())
    return Story.objects.published(today()).prefetch_related(outcomes)


class StoryList(ListView):
    """Stories, page by page."""

    template_name = "stories/stories.html"
    paginate_by = 20

    def get_queryset(self):
        return published_stories()

    def paginate_queryset(self, queryset, page_size):
        """The page that was asked for, or else the nearest there is."""
        paginator = self.get_paginator(queryset, page_size)
        page, self.complaint = nearest_page(paginator, self.request.GET.get("page", ""))
        return paginator, page, page.object_list, page.has_other_pages()

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {"complaint": self.complaint, "canonical": self.get_canonical(context["page_obj"].number)} | context

    def get_canonical(self, number: int) -> str:
        """The one address of the page that is shown."""
        return f"{settings.SITE_URL}{self.request.path}{f'?page={number}' if number > 1 else ''}"


class StoryDetail(DetailView):
    """One story, with everything its page names."""

    template_name = "stories/story.html"

    def get_queryset(self):
        values = Prefetch("values", queryset=SharedValue.objects.published())
        return published_stories().select_related("plan").prefetch_related(values, "places")


class SharedValueList(ListView):
    """Every shared value, in the order of its page."""

    queryset = (
        SharedValue.objects.published()
        .select_related("page__plan")
        .order_by(*in_force_first("page__plan__"), "page", "order")
    )
    template_name = "stories/values.html"


class SharedValueDetail(DetailView):
    """One shared value, and the stories that show it."""

    queryset = SharedValue.objects.published().select_related("page__plan")
    template_name = "stories/value.html"
    context_object_name = "value"

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(stories=published_stories().filter(values=self.object), **kwargs)


class ShareStory(TemplateView):
    """The plan's own call for stories, and how to take one back."""

    template_name = "stories/share.html"

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(call=self.get_call(), **kwargs)

    def get_call(self) -> ApproachSection | None:
        calls = ApproachSection.objects.filter(
            heading__iexact=CALL_FOR_STORIES, page__in=ApproachPage.objects.published()
        )
        return calls.select_related("page__plan").order_by(*in_force_first("page__plan__"), "page", "order").first()
