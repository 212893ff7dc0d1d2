from django.urls import path

from stories import views
from stories.photograph_views import photograph

urlpatterns = [
    path("stories/", views.StoryList.as_view(), name="stories"),
    path("stories/share/", views.ShareStory.as_view(), name="share-story"),
    path("stories/values/", views.SharedValueList.as_view(), name="shared-values"),
    path("stories/values/<slug:slug>/", views.SharedValueDetail.as_view(), name="shared-value"),
    path("stories/<slug:slug>/", views.StoryDetail.as_view(), name="story"),
    path("media/stories/<str:name>", photograph, name="photograph"),
]
