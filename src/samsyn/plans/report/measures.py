"""The indicators of the report: small charts, and the same in words for those who cannot see them."""

from samsyn.analysis.follow_up import Reason
from samsyn.plans.report.blocks import Block, Chart, Charts, Heading, Text
from samsyn.plans.report.charts import small_chart
from samsyn.plans.report.content import Point, ReportIndicator
from samsyn.plans.report.language import Language
from samsyn.plans.report.reading import Reading, label
from samsyn.plans.report.words import name


def indicators(reading: Reading, language: Language) -> list[Block]:
    """Every indicator as a small chart with its level and direction in words."""
    heading = Heading(1, language.say("Indicators"))
    if not reading.content.indicators:
        return [heading, Text(language.say("The plan has no indicators yet."))]
    key = language.say(
        "The line shows the values, the filled dot the latest; the dotted line is the baseline and a diamond a target."
    )
    charts = tuple(_chart(indicator, reading, language) for indicator in reading.content.indicators)
    return [heading, Charts(key, charts)]


def _chart(indicator: ReportIndicator, reading: Reading, language: Language) -> Chart:
    told = source_in_words(indicator.source, indicator, language)
    source = language.say("Source: {source}", source=told) if told else ""
    places = " · ".join(part for part in (indicator.territory, source) if part)
    facts = [latest_in_words(indicator, language), target_in_words(indicator, language), places]
    return Chart(
        title=f"{indicator.name} ({indicator.unit})",
        subtitle=label(reading.items[indicator.item]),
        svg=small_chart(indicator, language),
        alt=in_words(indicator, language),
        facts=tuple(fact for fact in facts if fact),
        warning=stale_in_words(indicator, language),
    )


def source_in_words(source: str, indicator: ReportIndicator, language: Language) -> str:
    """Where a figure of the indicator is from, with a word where it comes from a model."""
    return language.say("{source} (modelled)", source=source) if source and indicator.modelled else source


def latest_in_words(indicator: ReportIndicator, language: Language) -> str:
    """The latest value with its date, and which way it went."""
    if indicator.latest is None:
        return language.say("No value yet.")
    value = language.say(
        "Latest {value} ({day})", value=_number(indicator.latest, language), day=_day(indicator.latest, language)
    )
    if indicator.since_last:
        return f"{value}, {name(indicator.since_last, language).lower()}."
    return f"{value}."


def target_in_words(indicator: ReportIndicator, language: Language) -> str:
    """The target in force, whether it is reached, and which direction is good."""
    good = name(indicator.good, language)
    if indicator.target is None:
        return language.say("No target. {good}.", good=good)
    target = language.say(
        "Target {value} ({day})", value=_number(indicator.target, language), day=_day(indicator.target, language)
    )
    if indicator.target_reached is None:
        return f"{target}. {good}."
    reached = language.say("reached") if indicator.target_reached else language.say("not reached")
    return f"{target}, {reached}. {good}."


def stale_in_words(indicator: ReportIndicator, language: Language) -> str:
    """Why the indicator is stale, or ""."""
    if indicator.stale is None:
        return ""
    day = language.day(indicator.missed_on) if indicator.missed_on else ""
    if indicator.stale is Reason.NEVER_MEASURED:
        return language.say("Never measured; a value was due on {day}.", day=day)
    return language.say("Stale: a new value was due on {day}.", day=day)


def in_words(indicator: ReportIndicator, language: Language) -> str:
    """The whole chart as text: what stands instead of the picture."""
    parts = [f"{indicator.name}, {indicator.unit}."]
    if indicator.baseline:
        parts.append(language.say("Baseline: {points}.", points=_points((indicator.baseline,), language)))
    if indicator.values:
        parts.append(language.say("Values: {points}.", points=_points(indicator.values, language)))
    if indicator.targets:
        parts.append(language.say("Targets: {points}.", points=_points(indicator.targets, language)))
    return " ".join(parts)


def _points(points: tuple[Point, ...], language: Language) -> str:
    return "; ".join(f"{_day(point, language)} {_number(point, language)}" for point in points)


def _number(point: Point, language: Language) -> str:
    return language.number(point.value)


def _day(point: Point, language: Language) -> str:
    return language.short_day(point.on)
