"""Accessibility of a page as axe-core sees it, and as a narrow screen does."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

_AXE = Axe()

_TOO_WIDE = """() => {
  const wide = document.documentElement.scrollWidth > window.innerWidth;
  if (!wide) return [];
  return [...document.querySelectorAll("body *")]
    .filter((element) => element.getBoundingClientRect().right > window.innerWidth + 1)
    .map((element) => `${element.tagName.toLowerCase()}.${element.className}`);
}"""

_SMALL_TARGETS = """() => [...document.querySelectorAll("a, button, input, select, textarea, summary")]
  .filter((element) => element.checkVisibility({ visibilityProperty: true }) && element.type !== "hidden")
  .filter((element) => !element.matches(".visually-hidden, .skip"))
  .filter((element) => getComputedStyle(element).display !== "inline")
  .map((element) => [element, element.getBoundingClientRect()])
  .filter(([, box]) => box.width > 0 && (box.width < 24 || box.height < 24))
  .map(([element, box]) => `${element.outerHTML.slice(0, 80)} ${box.width}x${box.height}`)"""


def violations(page: Page) -> list[str]:
    """What breaks WCAG 2.2 AA or good practice, one line a rule with the first places."""
    result = _AXE.run(page, options={"runOnly": {"type": "tag", "values": STANDARDS}})
    return [
        f"{found['id']} ({found['impact']}): {found['help']}: "
        + "; ".join(str(node["target"][0]) for node in found["nodes"][:5])
        for found in result.response["violations"]
    ]


def too_wide(page: Page) -> list[str]:
    """The elements that make a page scroll sideways; none on a page that fits."""
    return page.evaluate(_TOO_WIDE)


def small_targets(page: Page) -> list[str]:
    """What can be pressed and is smaller than 24 by 24; links in running text are excepted, as in WCAG 2.5.8."""
    return page.evaluate(_SMALL_TARGETS)


def faults(page: Page) -> list[str]:
    """All that stands in the way of somebody on the page."""
    return violations(page) + too_wide(page) + small_targets(page)
