"""The report's blocks as the body of a Word document, by style only, so that whoever edits it can restyle it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from samsyn.analysis.follow_up import State
from samsyn.foundation.paper.word import TEXT_WIDTH, section
from samsyn.foundation.paper.wordml import TAB, TWIP, Picture, bookmarked, contents, paragraph, picture, run, table
from samsyn.foundation.ui.charts import Palette
from samsyn.plans.report import charts
from samsyn.plans.report.blocks import (
    Block,
    Bullets,
    Cell,
    Chart,
    Charts,
    Column,
    Cover,
    Distribution,
    Document,
    Heading,
    ItemCard,
    Seal,
    Share,
    StateWord,
    Table,
    Text,
)
from samsyn.plans.report.words import MARKS

CHART_WIDTH = 74
TIED = "\u00a0"
COLOURS = {state: colour.removeprefix("#") for state, colour in Palette().states}


def drawings(document: Document) -> list[str]:
    """The pictures of a document in the order in which `Body` places them."""
    drawn: list[str] = []
    for block in document.blocks:
        if isinstance(block, Distribution):
            drawn.append(block.svg)
        if isinstance(block, Charts):
            drawn += [chart.svg for chart in block.charts]
    return [svg for svg in drawn if svg]


@dataclass
class Body:
    """Writes the body. `relations` are the relation ids of the pictures, in the order of `drawings`.

    `references` name the running head and foot, which the pages after the cover have.
    """

    document: Document
    relations: Sequence[str]
    references: str
    _headings: int = 0
    _pictures: int = 0
    _entries: list[tuple[int, str, int]] = field(default_factory=list)

    def write(self) -> str:
        """The whole body as WordprocessingML."""
        cover = [*_cover(self.document.cover), paragraph("Note", properties=section(""))]
        parts = [self._block(block) for block in self.document.blocks]
        opening = [*cover, paragraph("TOCHeading", run(self.document.contents))]
        return "".join([*opening, contents(self._entries), *parts, section(self.references)])

    def _block(self, block: Block) -> str:
        if isinstance(block, Heading):
            return self._heading(block)
        if isinstance(block, Text):
            return paragraph("Note" if block.tone == "note" else "Normal", run(block.text))
        if isinstance(block, Bullets):
            return "".join(paragraph("ListBullet", run(item)) for item in block.items)
        if isinstance(block, Seal):
            return paragraph("Note", run(f"{block.text}\n{block.checksum}"))
        if isinstance(block, Table):
            return _table(block)
        if isinstance(block, Distribution):
            return self._distribution(block)
        if isinstance(block, Charts):
            return self._charts(block)
        return _card(block)

    def _heading(self, block: Heading) -> str:
        self._headings += 1
        first_part = self._headings == 1
        properties = "<w:pageBreakBefore/>" if block.new_page or first_part else ""
        if block.listed and block.level <= 2:
            self._entries.append((block.level, block.text, self._headings))
        return bookmarked(f"Heading{block.level}", block.text, self._headings, properties=properties)

    def _picture(self, width: float, height: float, alt: str) -> str:
        relation = self.relations[self._pictures]
        self._pictures += 1
        return picture(Picture(relation, self._pictures, width, height, alt))

    def _distribution(self, block: Distribution) -> str:
        title = paragraph("Caption", run(block.title))
        if not block.svg:
            return title
        height = TEXT_WIDTH * charts.BAR_HEIGHT / charts.BAR_WIDTH
        legend = [part for share in block.shares for part in _share(share)]
        bar = paragraph("Standing", self._picture(TEXT_WIDTH, height, block.alt))
        return title + bar + paragraph("Normal", *legend)

    def _charts(self, block: Charts) -> str:
        """Two beside each other, in a table without lines; read from left to right."""
        cells = ["".join(self._chart(chart)) for chart in block.charts]
        if len(cells) % 2:
            cells.append(paragraph("ChartText"))
        pairs = [cells[n : n + 2] for n in range(0, len(cells), 2)]
        half = round(TEXT_WIDTH / 2 * TWIP)
        return paragraph("Standing", run(block.key)) + table("TableNormal", (half, half), pairs) + paragraph("Note")

    def _chart(self, chart: Chart) -> Iterator[str]:
        yield paragraph("ChartTitle", run(chart.title))
        lines = [(run(chart.subtitle, style="Small"),)]
        if chart.svg:
            height = CHART_WIDTH * charts.CHART_HEIGHT / charts.CHART_WIDTH
            lines.append((self._picture(CHART_WIDTH, height, chart.alt),))
        lines += [(run(fact),) for fact in chart.facts]
        if chart.warning:
            mark = run(f"{MARKS[State.AT_RISK]} ", colour=COLOURS[State.AT_RISK])
            lines.append((mark + run(chart.warning, style="Strong"),))
        for line in lines[:-1]:
            yield paragraph("ChartText", *line, properties="<w:keepNext/>")
        yield paragraph("ChartText", *lines[-1])


def _cover(cover: Cover) -> list[str]:
    return [
        paragraph("Sender", run(cover.council)),
        paragraph("Title", run(cover.title)),
        paragraph("Subtitle", run(cover.subtitle)),
        *_facts(cover.facts),
    ]


def _facts(fields: Sequence[tuple[str, str]]) -> list[str]:
    return [paragraph("Fact", run(name, style="Label"), TAB, run(text)) for name, text in fields]


def _state(shown: StateWord) -> tuple[str, str]:
    return run(f"{MARKS[shown.state]} ", colour=COLOURS[shown.state]), run(shown.word)


def _share(share: Share) -> tuple[str, str]:
    """A state with its count, in one piece where lines break."""
    mark = run(f"{MARKS[share.shown.state]}{TIED}", colour=COLOURS[share.shown.state])
    return mark, run(f"{share.shown.word} {share.count}".replace(" ", TIED)) + run("    ")


def _card(block: ItemCard) -> str:
    standing = [run(f"{MARKS[block.shown.state]} ", colour=COLOURS[block.shown.state])] if block.shown else []
    if block.shown:
        standing.append(run(block.shown.word, style="Strong") + run("   "))
    parts = [
        paragraph(f"ItemHeading{block.level}", run(block.title)),
        paragraph("Standing", *standing, run(block.meta)),
        *(paragraph("Normal", run(line)) for line in block.wording.split("\n") if line.strip()),
        *_facts(block.fields),
    ]
    return "".join(parts)


def _table(block: Table) -> str:
    whole = sum(column.share for column in block.columns)
    widths = [round(column.share / whole * TEXT_WIDTH * TWIP) for column in block.columns]
    caption = paragraph("Caption", run(block.caption)) if block.caption else ""
    head = [_column_head(column) for column in block.columns]
    rows = [[_cell(cell, column) for cell, column in zip(row, block.columns, strict=True)] for row in block.rows]
    return caption + table("ReportTable", widths, rows, head) + paragraph("Note")


def _column_head(column: Column) -> str:
    mark = run(f"{MARKS[column.mark]}\n", colour=COLOURS[column.mark]) if column.mark else ""
    right = '<w:jc w:val="right"/>' if column.number else ""
    return paragraph("TableHead", mark, run(column.title), properties=right)


def _cell(cell: Cell, column: Column) -> str:
    indent = f'<w:ind w:left="{cell.indent * 170}"/>' if cell.indent else ""
    runs = [*(_state(cell.state) if cell.state else ()), run(cell.text) if cell.text else ""]
    if cell.small:
        runs.append("<w:r><w:br/></w:r>" + run(cell.small, style="Small"))
    return paragraph("TableNumber" if column.number else "TableText", *runs, properties=indent)
