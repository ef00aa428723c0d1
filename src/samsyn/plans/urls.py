"""The addresses of plans."""

from django.urls import path

from samsyn.plans.views import plans

app_name = "plans"

urlpatterns = [
    path("", plans.index, name="index"),
    path("<uuid:key>/", plans.plan, name="plan"),
]
