"""How the figures are made: the pages that define the methods."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from samsyn.foundation.ui import markdown
from samsyn.insights.queries import methods
from samsyn.insights.views import found


@require_safe
def method(request: HttpRequest, name: str) -> HttpResponse:
    """One page, for everybody: whoever reads a figure may read how it is made."""
    try:
        text = methods.text(name)
    except methods.NoSuchMethod:
        raise Http404 from None
    title = markdown.title(text)
    context = {"title": title, "body": markdown.to_html(text), "trail": found.trail((title, ""))}
    return render(request, "insights/method.html", context)
