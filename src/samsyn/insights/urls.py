"""The addresses of the system picture."""

from django.urls import path

from samsyn.insights.views import datasets, drafts, fetching

app_name = "insights"

urlpatterns = [
    path("", datasets.index, name="index"),
    path("data/", datasets.index, name="datasets"),
    path("data/new/", drafts.upload, name="upload"),
    path("data/fetch/", fetching.fetch, name="fetch"),
    path("data/fetch/<slug:code>/", fetching.order, name="order"),
    path("data/fetching/<uuid:job>/", fetching.fetching_page, name="fetching"),
    path("data/fetching/<uuid:job>/cancel/", fetching.cancel, name="cancel"),
    path("data/fetching/<uuid:job>/go-on/", fetching.go_on, name="go_on"),
    path("data/drafts/<uuid:key>/", drafts.draft, name="draft"),
    path("data/drafts/<uuid:key>/read/", drafts.read_as, name="draft_read"),
    path("data/drafts/<uuid:key>/choose/", drafts.choose, name="draft_choose"),
    path("data/drafts/<uuid:key>/check/", drafts.check_again, name="draft_check"),
    path("data/drafts/<uuid:key>/save/", drafts.save, name="draft_save"),
    path("data/drafts/<uuid:key>/remove/", drafts.discard, name="draft_discard"),
    path("data/snapshots/<uuid:key>/", datasets.snapshot, name="snapshot"),
    path("data/snapshots/<uuid:key>/file/", datasets.download, name="download"),
    path("data/snapshots/<uuid:key>/carry/", fetching.carry, name="carry"),
    path("data/<uuid:key>/", datasets.dataset, name="dataset"),
    path("data/<uuid:key>/describe/", datasets.describe, name="describe"),
    path("data/<uuid:key>/new/", drafts.upload, name="upload_next"),
]
