"""Every address of the site. Each app owns what stands under its prefix."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from django.views.generic import RedirectView

from samsyn.meetings.feeds import oparl
from samsyn.web import held, sign_in, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("language/", views.language, name="language"),
    path("theme/", views.theme, name="theme"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("accounts/me/data.json", held.about_me, name="held_about_me"),
    path("members/people/<uuid:key>/data.json", held.about_person, name="held_about_person"),
    path("accounts/", include("samsyn.foundation.accounts.urls")),
    path("members/", include("samsyn.members.urls")),
    path("jobs/", include("samsyn.foundation.jobs.urls")),
    path("plans/", include("samsyn.plans.urls")),
    path("oparl/v1.1/", include((oparl.urls, "oparl"))),
    path("meetings/", include("samsyn.meetings.urls")),
    path("system-picture/", include("samsyn.insights.urls")),
    # An account has one address, which an administrator changes.
    path("account/email/", RedirectView.as_view(url=reverse_lazy("accounts:mine"))),
    path("account/", include(sign_in)),
    path("account/", include("allauth.urls")),
]

if not settings.CONFIG.production:
    urlpatterns.append(path("styleguide/", views.styleguide, name="styleguide"))
    urlpatterns.append(path("styleguide/maps/", views.styleguide_maps, name="styleguide_maps"))

handler400 = views.bad_request
handler403 = views.forbidden
handler404 = views.not_found
handler500 = views.server_error
