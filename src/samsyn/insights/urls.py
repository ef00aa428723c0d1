"""The addresses of the system picture."""

from django.urls import path

from samsyn.insights.views import comparisons, datasets, drafts, fetching, methods, runs, series, shares, studies

app_name = "insights"

urlpatterns = [
    path("", studies.index, name="index"),
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
    path("studies/<slug:slug>/", studies.runs_of, name="runs"),
    path("studies/<slug:slug>/new/", studies.new, name="run_new"),
    path("studies/<slug:slug>/warnings/", studies.warnings, name="run_warnings"),
    path("runs/<uuid:key>/", runs.run, name="run"),
    path("runs/<uuid:key>/tables/<slug:name>/", runs.table, name="run_table"),
    path("runs/<uuid:key>/files/<slug:kind>/", runs.export, name="run_export"),
    path("runs/<uuid:key>/repeat/", runs.repeat, name="run_repeat"),
    path("runs/<uuid:key>/share/", shares.share, name="share"),
    path("runs/<uuid:key>/unshare/", shares.unshare, name="unshare"),
    path("runs/<uuid:key>/publish/<slug:code>/", series.publish, name="publish"),
    path("runs/<uuid:key>/compare/", comparisons.choose, name="compare"),
    path("runs/<uuid:first>/compare/<uuid:second>/", comparisons.comparison, name="comparison"),
    path("runs/<uuid:first>/compare/<uuid:second>/tables/<slug:name>/", comparisons.table, name="comparison_table"),
    path("runs/<uuid:first>/compare/<uuid:second>/files/<slug:kind>/", comparisons.export, name="comparison_export"),
    path("shared/<uuid:key>/", shares.shared, name="shared"),
    path("shared/<uuid:key>/tables/<slug:name>/", shares.shared_table, name="shared_table"),
    path("shared/<uuid:key>/files/<slug:kind>/", shares.shared_export, name="shared_export"),
    path("methods/<slug:name>/", methods.method, name="method"),
    path("series/", series.index, name="series_list"),
    path("series/<uuid:key>/", series.series, name="series"),
]
