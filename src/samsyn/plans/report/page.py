"""The report as a part of a web page: the same blocks as in the PDF and the Word document, in the site's own look.

Written by hand because the appendix of a large plan is thousands of items. Everything that people wrote is escaped
here. The charts are drawn anew with classes, so that they follow the theme of the page.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString

from samsyn.analysis.follow_up import State
from samsyn.foundation.ui import charts
from samsyn.plans.report.blocks import (
    Block,
    Bullets,
    Cell,
    Chart,
    Charts,
    Column,
    Distribution,
    Heading,
    ItemCard,
    Seal,
    StateWord,
    Table,
    Text,
)
from samsyn.plans.report.charts import chart_of
from samsyn.plans.report.compose import compose
from samsyn.plans.report.content import ReportContent, ReportIndicator
from samsyn.plans.report.language import Language

DEEPEST = 6


def render(content: ReportContent, language: Language) -> SafeString:
    """The report under the page's own h1: its parts are h2 and below; the appendix can be unfolded."""
    document = compose(content, language)
    cut = next(n for n, block in enumerate(document.blocks) if isinstance(block, Heading) and block.new_page)
    end = max(n for n, block in enumerate(document.blocks) if isinstance(block, Heading) and block.level == 1)
    writer = _Writer(content.indicators, language.code)
    front, appendix, colophon = document.blocks[:cut], document.blocks[cut + 1 : end], document.blocks[end:]
    parts = [
        *writer.sections(front),
        f'<section class="section"><h2>{escape(_title(document.blocks[cut]))}</h2>',
        f"<details><summary>{escape(language.say('Show every goal and activity'))}</summary>",
        *map(writer.block, appendix),
        "</details></section>",
        *writer.sections(colophon),
    ]
    return SafeString(f'<div class="report" lang="{document.tag}">{"".join(parts)}</div>')


def _title(block: Block) -> str:
    return block.text if isinstance(block, Heading) else ""


@dataclass
class _Writer:
    """Writes blocks. `indicators` are those of the content, in the order in which the charts stand."""

    indicators: Sequence[ReportIndicator]
    language: str
    _tables: int = 0
    _heading: str = ""

    def sections(self, blocks: Sequence[Block]) -> Iterator[str]:
        """The parts of the report, each a section."""
        inside = False
        for block in blocks:
            if isinstance(block, Heading) and block.level == 1:
                yield ("</section>" if inside else "") + '<section class="section">'
                inside = True
            yield self.block(block)
        yield "</section>" if inside else ""

    def block(self, block: Block) -> str:
        if isinstance(block, Heading):
            level, self._heading = min(block.level + 1, DEEPEST), block.text
            return f"<h{level}>{escape(block.text)}</h{level}>"
        if isinstance(block, Text):
            tone = ' class="soft small"' if block.tone == "note" else ""
            return f"<p{tone}>{escape(block.text)}</p>"
        if isinstance(block, Bullets):
            return f"<ul>{''.join(f'<li>{escape(item)}</li>' for item in block.items)}</ul>"
        if isinstance(block, Seal):
            return f'<p class="soft small">{escape(block.text)}</p><p class="report-seal">{escape(block.checksum)}</p>'
        if isinstance(block, Table):
            return self._table(block)
        if isinstance(block, Distribution):
            return self._distribution(block)
        if isinstance(block, Charts):
            return self._charts(block)
        return _card(block)

    def _distribution(self, block: Distribution) -> str:
        counts = {share.shown.state.value: share.count for share in block.shares}
        bar = charts.state_bar(counts, title=block.title, language=self.language)
        legend = "".join(
            f'<li><span class="legend-key state-{share.shown.state}">{escape(share.shown.word)}</span> '
            f'<span class="number">{share.count}</span></li>'
            for share in block.shares
        )
        return (
            f'<figure class="chart chart-states"><figcaption>{escape(block.title)}</figcaption>{bar}'
            f'<ul class="legend">{legend}</ul></figure>'
        )

    def _charts(self, block: Charts) -> str:
        drawn = [self._chart(chart, indicator) for chart, indicator in zip(block.charts, self.indicators, strict=True)]
        return f'<p class="soft small">{escape(block.key)}</p><div class="report-charts">{"".join(drawn)}</div>'

    def _chart(self, chart: Chart, indicator: ReportIndicator) -> str:
        drawing = charts.indicator_chart(chart_of(indicator), language=self.language)
        warning = f'<p><span class="tag tag-warning">{escape(chart.warning)}</span></p>' if chart.warning else ""
        facts = "".join(f"<p>{escape(fact)}</p>" for fact in chart.facts)
        return (
            f'<figure class="chart chart-indicator"><figcaption>{escape(chart.title)} '
            f'<span class="chart-note">{escape(chart.subtitle)}</span></figcaption>{drawing}'
            f'<div class="small">{facts}{warning}</div></figure>'
        )

    def _table(self, block: Table) -> str:
        self._tables += 1
        name = f"report-table-{self._tables}"
        unseen = "" if block.caption else ' class="visually-hidden"'
        caption = f'<caption id="{name}"{unseen}>{escape(block.caption or self._heading)}</caption>'
        head = "".join(_head(column) for column in block.columns)
        rows = "".join(f"<tr>{_row(row, block.columns)}</tr>" for row in block.rows)
        return (
            f'<div class="table-scroll" role="region" aria-labelledby="{name}" tabindex="0"><table class="table">'
            f"{caption}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
        )


def _badge(shown: StateWord, css: str = "state") -> str:
    return f'<span class="{css} state-{shown.state}">{escape(shown.word)}</span>'


def _head(column: Column) -> str:
    number = ' class="number"' if column.number else ""
    return f'<th scope="col"{number}>{_mark(column.mark)}{escape(column.title)}</th>'


def _mark(state: State | None) -> str:
    return f'<span class="state state-bare state-{state}" aria-hidden="true"></span> ' if state else ""


def _row(row: Sequence[Cell], columns: Sequence[Column]) -> str:
    first, *rest = zip(row, columns, strict=True)
    head = f'<th scope="row" class="report-depth-{min(first[0].indent, 5)}">{_cell(first[0])}</th>'
    return head + "".join(_td(cell, column) for cell, column in rest)


def _td(cell: Cell, column: Column) -> str:
    return f'<td class="number">{_cell(cell)}</td>' if column.number else f"<td>{_cell(cell)}</td>"


def _cell(cell: Cell) -> str:
    small = f'<br><span class="soft small">{escape(cell.small)}</span>' if cell.small else ""
    return f"{_badge(cell.state) if cell.state else ''}{escape(cell.text)}{small}"


def _card(card: ItemCard) -> str:
    level = min(card.level + 1, DEEPEST)
    shown = f"{_badge(card.shown)} " if card.shown else ""
    wording = "".join(f"<p>{escape(line)}</p>" for line in card.wording.split("\n") if line.strip())
    fields = "".join(f"<dt>{escape(name)}</dt><dd>{_lines(text)}</dd>" for name, text in card.fields)
    facts = f'<dl class="facts">{fields}</dl>' if fields else ""
    return (
        f'<article class="report-item"><h{level}>{escape(card.title)}</h{level}>'
        f'<p class="report-meta">{shown}<span class="soft small">{escape(card.meta)}</span></p>{wording}{facts}'
        "</article>"
    )


def _lines(text: str) -> str:
    return "<br>".join(escape(line) for line in text.split("\n"))
