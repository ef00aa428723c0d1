"""Reports drawn by hand, small enough to check by eye, and one as large as a plan can get."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from samsyn.analysis.follow_up import Compared, Reason, State
from samsyn.plans.report.content import (
    Change,
    Effect,
    FollowUpEntry,
    Good,
    Kind,
    Point,
    Ready,
    ReportContent,
    ReportIndicator,
    ReportItem,
    StateCounts,
)

AS_OF = date(2018, 4, 30)
COMPLETED = datetime(2018, 5, 14, 10, 30, tzinfo=UTC)


def entry(state: State, text: str, **fields) -> FollowUpEntry:
    return FollowUpEntry(**{"state": state, "text": text, "by": "Maja Lund", "on": date(2018, 4, 24)} | fields)


def report(**fields) -> ReportContent:
    """A report without anything in it: no items, no indicators, no round before."""
    return ReportContent(
        **{
            "council": "Storregionala rådet",
            "plan": "Verksamhetsplan 2018",
            "starts_on": date(2018, 1, 1),
            "ends_on": date(2018, 12, 31),
            "as_of": AS_OF,
            "number": 1,
            "completed_at": COMPLETED,
            "completed_by": "Maja Lund",
        }
        | fields
    )


SUMMARY = """Årets första fyra månader har gått till att få de tre processerna på plats. Arbetet följer i \
stort planen, men underlaget för godstransporter dröjer och en vakans på kansliet gör \
att två aktiviteter har skjutits till hösten.

Det som styrelsen särskilt bör ta ställning till:
- om systemanalysen ska gå ut på remiss före sommaren,
- hur kansliet ska bemannas under hösten.

Nästa uppföljning görs per den 31 augusti."""

ITEMS = (
    ReportItem(
        "d1",
        Kind.DIRECTION_GOAL,
        "En sammanhållen arbetsmarknad",
        wording="Människor ska kunna bo, studera och arbeta i hela regionen.",
        owner="Styrelsen",
    ),
    ReportItem(
        "p1",
        Kind.PRIORITY,
        "Gemensam systemanalys",
        wording="Under året tas en gemensam bild av transportsystemets brister fram.",
        owner="Maja Lund",
    ),
    ReportItem(
        "a2",
        Kind.FOCUS_AREA,
        "Infrastruktur och transporter",
        number="2",
        heading="Infrastruktur och transporter",
        owner="Processledare transporter",
    ),
    ReportItem(
        "a21",
        Kind.FOCUS_AREA,
        "En bättre sits",
        parent="a2",
        number="2.1",
        heading="En bättre sits",
        wording="Länen planerar transportsystemet tillsammans, över läns- och partigränser.",
        owner="Processledare transporter",
    ),
    ReportItem(
        "g1",
        Kind.GOAL,
        "Kortare restid mellan regionens städer",
        parent="a21",
        wording="Restiden med tåg mellan regionens större städer ska bli kortare.",
        heading="Kortare restid mellan regionens städer",
        owner="Erik Norén",
        state=State.ON_TRACK,
        follow_up=entry(
            State.ON_TRACK,
            "Tre av åtta stråk har fått kortare restid i tidtabellen för 2018.",
            evidence="Tidtabell T18, jämförd med T16.",
        ),
    ),
    ReportItem(
        "g2",
        Kind.GOAL,
        "Fler resenärer väljer kollektivtrafik",
        parent="a21",
        wording="Fler resenärer väljer kollektivtrafik",
        state=State.NOT_ASSESSED,
        reason=Reason.STALE,
        follow_up=entry(State.ON_TRACK, "Resandet ökar enligt trafikoperatörerna."),
    ),
    ReportItem(
        "x1",
        Kind.ACTIVITY,
        "Ta fram en gemensam systemanalys",
        parent="a21",
        wording="Ta fram en gemensam systemanalys av brister och behov i transportsystemet i de sju länen, med "
        "särskilt fokus på stråk som binder ihop arbetsmarknader, och förankra den hos samtliga medlemmar före "
        "årets slut.",
        heading="Ta fram en gemensam systemanalys",
        owner="Erik Norén",
        contributors=("Region Mitt", "Trafikgruppen"),
        starts_on=date(2018, 1, 15),
        ends_on=date(2018, 11, 30),
        budget=Decimal("1250000.00"),
        outcome=Decimal("310500.00"),
        state=State.AT_RISK,
        follow_up=entry(
            State.AT_RISK,
            "Fem av sju länsunderlag är klara. Två län har inte kunnat lämna sina underlag i tid.",
            consequence="Remissen kan inte gå ut före sommaren, och beslutet i december är hotat.",
            action="Kansliet lånar ut en utredare till de två länen i maj. Avstämning i arbetsutskottet 7 juni.",
            evidence="Projektplan, avstämning 20 april.",
            effect=Effect.TOO_EARLY,
            effect_text="Effekten kan bedömas tidigast efter beslutet.",
        ),
    ),
    ReportItem(
        "a22",
        Kind.FOCUS_AREA,
        "Storregional godsstrategi",
        parent="a2",
        number="2.2",
        heading="Storregional godsstrategi",
        owner="Processledare transporter",
    ),
    ReportItem(
        "x2",
        Kind.ACTIVITY,
        "Att kartlägga godsflöden till, från, genom och inom regionen",
        parent="a22",
        wording="Att kartlägga godsflöden till, från, genom och inom regionen",
        owner="Petra Ek",
        state=State.OFF_TRACK,
        follow_up=entry(
            State.OFF_TRACK,
            "Upphandlingen avbröts eftersom inget anbud uppfyllde kraven.",
            consequence="Kartläggningen blir tidigast klar våren 2019.",
            action="Ny upphandling i juni med delat uppdrag.",
        ),
    ),
    ReportItem(
        "g3",
        Kind.GOAL,
        "Mer gods på järnväg och sjö",
        parent="a22",
        owner="Petra Ek",
        wording="En större andel av det långväga godset ska gå på järnväg och till sjöss.",
        heading="Mer gods på järnväg och sjö",
        state=State.CANNOT_BE_ASSESSED,
        follow_up=entry(
            State.CANNOT_BE_ASSESSED, "Statistiken har bytt metod mellan åren och kan inte jämföras bakåt."
        ),
    ),
    ReportItem(
        "a3", Kind.FOCUS_AREA, "Kompetensförsörjning", number="3", heading="Kompetensförsörjning", owner="Ali Berg"
    ),
    ReportItem(
        "x3",
        Kind.ACTIVITY,
        "Samla lärosätena till två rundabordssamtal",
        parent="a3",
        wording="Samla lärosätena till två rundabordssamtal",
        owner="Ali Berg",
        state=State.DONE,
        follow_up=entry(
            State.DONE, "Samtalen hölls i februari och april med 14 lärosäten.", effect=Effect.SOME, effect_text=""
        ),
    ),
    ReportItem(
        "x4",
        Kind.ACTIVITY,
        "Sprida goda exempel om validering",
        parent="a3",
        wording="Sprida goda exempel om validering",
        state=State.NOT_ASSESSED,
        reason=Reason.NO_ENTRY,
    ),
)

INDICATORS = (
    ReportIndicator(
        "i1",
        "g1",
        "Restid, medel av åtta stråk",
        "minuter",
        Good.LOWER,
        source="Tidtabeller",
        territory="Sju län",
        baseline=Point(date(2014, 12, 31), Decimal("71.000000")),
        targets=(Point(date(2020, 12, 31), Decimal("60.000000")),),
        target=Point(date(2020, 12, 31), Decimal("60.000000")),
        values=(
            Point(date(2015, 12, 31), Decimal("70.500000"), "T16", "Sju län"),
            Point(date(2016, 12, 31), Decimal("69.000000"), "T17", "Sju län"),
            Point(date(2017, 12, 31), Decimal("66.500000"), "T18", "Sju län"),
        ),
        target_reached=False,
        since_last=Compared.BETTER,
        against_baseline=Compared.BETTER,
    ),
    ReportIndicator(
        "i2",
        "g2",
        "Kollektivtrafikens andel av de motoriserade resorna",
        "procent",
        Good.HIGHER,
        source="Kollektivtrafikbarometern",
        territory="Stockholms län",
        values=(
            Point(date(2014, 12, 31), Decimal("47.1"), "Barometern 2014", "Stockholms län"),
            Point(date(2015, 12, 31), Decimal("47.9"), "Barometern 2015", "Stockholms län"),
        ),
        targets=(Point(date(2018, 12, 31), Decimal("50")),),
        target=Point(date(2018, 12, 31), Decimal("50")),
        target_reached=False,
        since_last=Compared.BETTER,
        stale=Reason.STALE,
        missed_on=date(2018, 3, 31),
    ),
    ReportIndicator(
        "i3",
        "g3",
        "Gods på järnväg",
        "miljoner ton",
        Good.HIGHER,
        stale=Reason.NEVER_MEASURED,
        missed_on=date(2018, 2, 28),
    ),
)


def small_report() -> ReportContent:
    """Four areas, three goals, four activities, three indicators; something of every kind."""
    one = {State.ON_TRACK: 1}
    return report(
        organ="Styrelsen",
        previous_as_of=date(2017, 12, 31),
        summary=SUMMARY,
        items=ITEMS,
        counts=(
            StateCounts(
                "a2",
                {**one, State.NOT_ASSESSED: 1, State.CANNOT_BE_ASSESSED: 1},
                {State.AT_RISK: 1, State.OFF_TRACK: 1},
            ),
            StateCounts("a21", {**one, State.NOT_ASSESSED: 1}, {State.AT_RISK: 1}),
            StateCounts("a22", {State.CANNOT_BE_ASSESSED: 1}, {State.OFF_TRACK: 1}),
            StateCounts("a3", {}, {State.DONE: 1, State.NOT_ASSESSED: 1}),
        ),
        changes=(Change("x1", State.ON_TRACK, State.AT_RISK), Change("x3", State.ON_TRACK, State.DONE)),
        indicators=INDICATORS,
        unowned=("g2", "x4"),
        unmeasured=("d1",),
        ready=(Ready("a21", "Erik Norén", datetime(2018, 5, 7, 8, 0, tzinfo=UTC)),),
    )


HOSTILE = (
    '#import "@preview/x:1.0.0": * #panic("no") $ x^2 $ ] } ) *bold* _em_ `raw` <label> @ref // /* \\ " \' = head',
    '<script>alert(1)</script> & </w:t> <!-- --> ]]> <?xml version="1.0"?>',
    '=HYPERLINK("x")',
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "nul\x00 bell\x07 escape\x1b vertical\x0b form\x0c unit\x1f next\x85 lone\ud800 nonchar\ufffe\uffff",
    "bidi \u202eesrever\u202c zero\u200bwidth soft\u00adhyphen",
    "emoji 😀 👩‍👩‍👧 kinesiska 中文 arabiska سلام e\u0301 A\u030a",
    "x" * 400,
    "Donaudampfschifffahrtsgesellschaftskapitänsmützenfabrikantenverbandsvorsitzender" * 3,
    "https://exempel.invalid/" + "a/b?c=d&" * 40,
    "rad ett\r\nrad två\n\n\nrad tre\ttabb",
    "{plan} {0} %s {{x}}",
)


def hostile_report() -> ReportContent:
    """Every text field holds something that breaks naive code."""
    items = [ReportItem("a", Kind.FOCUS_AREA, HOSTILE[0], number="1", heading=HOSTILE[0], wording=HOSTILE[6])]
    for n, text in enumerate(HOSTILE):
        said = FollowUpEntry(State.AT_RISK, text, text, AS_OF, text, text, text, Effect.NONE, text)
        items.append(
            ReportItem(
                f"x{n}",
                Kind.ACTIVITY,
                text,
                parent="a",
                wording=text,
                owner=text,
                contributors=(text,),
                state=State.AT_RISK,
                follow_up=said,
            )
        )
    return report(
        council=HOSTILE[0],
        plan=HOSTILE[1],
        organ=HOSTILE[2],
        completed_by=HOSTILE[8],
        summary="\n\n".join(HOSTILE) + "\n- " + "\n- ".join(HOSTILE),
        items=tuple(items),
        counts=(StateCounts("a", {}, {State.AT_RISK: len(HOSTILE)}),),
        indicators=tuple(
            ReportIndicator(
                f"i{n}",
                f"x{n}",
                text,
                text,
                Good.LOWER,
                text,
                text,
                values=(Point(AS_OF, Decimal("-12345678901234.123456"), text, text),),
            )
            for n, text in enumerate(HOSTILE)
        ),
        unowned=("x1",),
        ready=(Ready("a", HOSTILE[9], COMPLETED),),
    )


def long_report(areas: int = 50, goals: int = 500, activities: int = 3000) -> ReportContent:
    """A plan as large as they get, with a follow-up of everything."""
    items, counts, changes, indicators = [], [], [], []
    states = [State.ON_TRACK] * 12 + [State.AT_RISK, State.DONE, State.OFF_TRACK, State.NOT_STARTED]
    for a in range(areas):
        items.append(ReportItem(f"a{a}", Kind.FOCUS_AREA, f"Område {a + 1}", number=str(a + 1), owner="Maja Lund"))
        counts.append(
            StateCounts(
                f"a{a}", {State.ON_TRACK: goals // areas}, {State.ON_TRACK: activities // areas - 3, State.AT_RISK: 3}
            )
        )
        for n in range((goals + activities) // areas):
            kind = Kind.GOAL if n < goals // areas else Kind.ACTIVITY
            items.append(_long_item(f"{a}.{n}", kind, f"a{a}", states[(a + n) % len(states)]))
        changes += [Change(f"{a}.{n}", State.ON_TRACK, State.AT_RISK) for n in range(3)]
        indicators += [_long_indicator(f"{a}.{n}") for n in range(goals // areas)]
    return report(
        previous_as_of=date(2017, 12, 31),
        items=tuple(items),
        counts=tuple(counts),
        changes=tuple(changes),
        indicators=tuple(indicators),
    )


def _long_item(key: str, kind: Kind, parent: str, state: State) -> ReportItem:
    wording = (
        f"Att under året stärka samverkan kring fråga {key} genom dialog, underlag och gemensamma ställningstaganden."
    )
    said = entry(
        state,
        "Arbetet har bedrivits enligt plan under perioden. " * 3,
        evidence="Minnesanteckningar och avstämning i styrgruppen.",
        consequence="Förseningar kan uppstå." if state in (State.AT_RISK, State.OFF_TRACK) else "",
        action="Fler möten hålls." if state in (State.AT_RISK, State.OFF_TRACK) else "",
    )
    return ReportItem(
        key, kind, wording[:80] + " …", parent, wording=wording, owner="Erik Norén", state=state, follow_up=said
    )


def _long_indicator(item: str) -> ReportIndicator:
    values = tuple(Point(date(2012, 12, 31) + timedelta(days=365 * n), Decimal(40 + n)) for n in range(6))
    target = Point(date(2020, 12, 31), Decimal(50))
    return ReportIndicator(
        f"i{item}",
        item,
        f"Indikator {item}",
        "procent",
        Good.HIGHER,
        "SCB",
        "Regionen",
        targets=(target,),
        values=values,
        target=target,
        target_reached=False,
        since_last=Compared.BETTER,
    )
