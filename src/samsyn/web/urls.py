"""Every address of the site. Each app owns what stands under its prefix."""

from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from django.views.generic import RedirectView

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include("samsyn.foundation.accounts.urls")),
    # An account has one address, which an administrator changes.
    path("account/email/", RedirectView.as_view(url=reverse_lazy("accounts:mine"))),
    path("account/", include("allauth.urls")),
]
