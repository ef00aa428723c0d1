"""Addresses of the jobs' pages."""

from django.urls import path

from samsyn.foundation.jobs import views

app_name = "jobs"
urlpatterns = [
    path("", views.index, name="index"),
    path("<uuid:key>/", views.job, name="job"),
    path("<uuid:key>/status/", views.status, name="status"),
    path("<uuid:key>/cancel/", views.cancel, name="cancel"),
    path("<uuid:key>/retry/", views.retry, name="retry"),
]
