"""How the figures are made: the pages that define the methods."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language_info
from django.views.decorators.http import require_safe

from samsyn.foundation.ui import markdown
from samsyn.insights.queries import methods
from samsyn.insights.studies import words
from samsyn.insights.views import found


@require_safe
def method(request: HttpRequest, name: str) -> HttpResponse:
    """One page, for everybody: whoever reads a figure may read how it is made. `?text=en` chooses its language."""
    asked = request.GET.get("text", "")
    try:
        page = methods.page(name, asked if asked in dict(settings.LANGUAGES) else words.language())
    except methods.NoSuchMethod:
        raise Http404 from None
    title = markdown.title(page.text)
    others = [get_language_info(language) for language in page.others]
    context = {"title": title, "page": page, "others": others, "body": markdown.to_html(page.text)}
    return render(request, "insights/method.html", context | {"trail": found.trail((title, ""))})
