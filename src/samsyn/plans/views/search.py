"""Finding items by words."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from samsyn.plans.queries import search as queries


def search(request: HttpRequest) -> HttpResponse:
    """What answers the words in the address, in the plans that the person may read."""
    words = request.GET.get("q", "").strip()[:200]
    found = queries.everywhere(words, by=request.user, on=timezone.localdate())
    return render(request, "plans/search.html", {"search_words": words, "found": found})
