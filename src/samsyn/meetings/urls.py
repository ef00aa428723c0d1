"""The addresses of meetings."""

from django.urls import path

from samsyn.meetings.views import meetings

app_name = "meetings"

urlpatterns = [
    path("", meetings.index, name="index"),
    path("<uuid:key>/", meetings.meeting, name="meeting"),
]
