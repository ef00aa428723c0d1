"""Plans of invented councils, each of another shape, and by hand what each must give."""

from dataclasses import dataclass
from textwrap import dedent

from tests.plans.documents.builders import Script, script


@dataclass(frozen=True)
class Shape:
    """A document and its expected outline, the same in every format."""

    document: Script
    expected: str

    @property
    def outline(self) -> str:
        return dedent(self.expected).strip()


NUMBERED = Shape(
    script(
        """
        title Norrbro samverkansråds verksamhetsplan 2021
        h1 Innehållsförteckning
        toc Inledning ........ 2
        toc 1. Resor och gods ........ 3
        toc 2. Lärande ........ 5
        h1 Inledning
        p Rådet samlar nio kommuner kring två sjöar. Verksamheten utgår från två inriktningsmål
          som rådet har fastställt:
        h2 Ett hopknutet landskap
        p Med detta avses att alla orter kan nås inom en timme.
        h2 Ett lärande landskap
        p Med detta avses att utbildning finns nära hemmet.
        p De prioriterade områdena för 2021 är följande:
        li - Nattåget: en provtur varje månad.
        li - Yrkesskolan: gemensam antagning från hösten.
        h1 1. Resor och gods
        p Resandet har ökat sedan bron byggdes.
        h2 1.1 Tåg och buss
        p Stråket norrut är enkelspårigt.
        p Övergripande mål:
        li - Att restiden till kusten kortas med tio minuter.
        li - Att biljetten gäller hos alla bolag.
        p Aktiviteterna innefattar:
        li - Att samla kommunerna till tre överläggningar.
        li - Att ta fram ett gemensamt underlag om spåret.
        h2 1.2. Gods på sjön
        p Hamnen har plats för fler fartyg.
        h3 Nattlossning
        p Övergripande mål:
        p Lossning ska kunna ske hela dygnet året om.
        p Aktiviteter innefattar:
        li - Pröva eldrivna kranar i den inre hamnen.
        h1 2. Lärande
        p Det övergripande målet är att fler vuxna läser vidare.
        h2 2.1 Yrkesskola
        p Aktiviteterna innefattar:
        li - Att öppna tre lärosalar.
        """
    ),
    """
    Norrbro samverkansråds verksamhetsplan 2021 [2021]
    D Ett hopknutet landskap = Med detta avses att
    D Ett lärande landskap = Med detta avses att
    P Nattåget = en provtur varje månad.
    P Yrkesskolan = gemensam antagning från hösten.
    # 1 Resor och gods
      # 1.1 Tåg och buss
        G Att restiden till kusten
        G Att biljetten gäller hos
        A Att samla kommunerna till
        A Att ta fram ett
      # 1.2 Gods på sjön
        # - Nattlossning
          G Lossning ska kunna ske
          A Pröva eldrivna kranar i
    # 2 Lärande
      g Det övergripande målet är
      # 2.1 Yrkesskola
        A Att öppna tre lärosalar.
    """,
)

LETTERED = Shape(
    script(
        """
        title Plan för Sydviks kommunförbund
        title 2024
        h1 A. Hållbara resor
        p Förbundet driver färjan tillsammans med staten.
        h2 A.1 Färjan
        p Mål:
        li 1) Fler avgångar på kvällen.
        li 2) Lägre utsläpp från varje tur.
        p Aktiviteter:
        li • Upphandla ett nytt fartyg med batterier.
        li • Bygga laddplats vid den norra kajen.
        h2 A.2 Cykel
        p Mål:
        li 1) En sammanhängande led runt viken.
        h1 B. Trygga byar
        p Aktiviteter:
        li • Utbilda byavärdar i varje socken.
        """
    ),
    """
    Plan för Sydviks kommunförbund 2024 [2024]
    # A Hållbara resor
      # A.1 Färjan
        G Fler avgångar på kvällen.
        G Lägre utsläpp från varje
        A Upphandla ett nytt fartyg
        A Bygga laddplats vid den
      # A.2 Cykel
        G En sammanhängande led runt
    # B Trygga byar
      A Utbilda byavärdar i varje
    """,
)

GOAL_SERIES = Shape(
    script(
        """
        title Verksamhetsplan 2020 Västra Slättens regionförbund
        h1 Våra mål
        h2 Mål 1 – Fler arbetar nära hemmet
        p Pendlingen över länsgränsen är lång och dyr.
        p Aktiviteter
        li – Kartlägga lediga lokaler i alla stationsorter.
        li – Bjuda in arbetsgivare till samtal.
        h2 Mål 2 – Rent vatten i alla sjöar
        p Insatser
        li – Anlägga våtmarker uppströms.
        """
    ),
    """
    Verksamhetsplan 2020 Västra Slättens regionförbund [2020]
    # - Våra mål
      # Mål 1 Fler arbetar nära hemmet
        G Fler arbetar nära hemmet
        A Kartlägga lediga lokaler i
        A Bjuda in arbetsgivare till
      # Mål 2 Rent vatten i alla sjöar
        G Rent vatten i alla
        A Anlägga våtmarker uppströms.
    """,
)

UNNUMBERED = Shape(
    script(
        """
        title Handlingsplan 2023 för Ösamverkan
        p Innehåll Inledning 2 Skärgårdstrafik 3 Skolor på öarna 5 Uppföljning 7
        h1 Inledning
        p Öarna har ett gemensamt kansli sedan tio år.
        h1 Skärgårdstrafik
        p Båtarna går glest om vintern.
        p Mål
        li 1. Daglig förbindelse året runt.
        li 2. Samma taxa på alla linjer.
        p Aktiviteter
        li 1. Förhandla med rederierna om vinterturer.
        li 2. Skriva ett gemensamt avtal om taxan.
        h1 Skolor på öarna
        p Målet är att varje barn har högst en halvtimme till skolan.
        p Åtgärder:
        li • Låna ut lärare mellan öarna.
        """
    ),
    """
    Handlingsplan 2023 för Ösamverkan [2023]
    # - Skärgårdstrafik
      G Daglig förbindelse året runt.
      G Samma taxa på alla
      A Förhandla med rederierna om
      A Skriva ett gemensamt avtal
    # - Skolor på öarna
      g Målet är att varje
      A Låna ut lärare mellan
    """,
)

ENGLISH = Shape(
    script(
        """
        title Three Rivers Council of Governments
        title Annual Work Programme 2022
        h1 Introduction
        p The council brings together eleven counties along three rivers.
        p Our two direction goals are:
        li • Connected towns: every town is reached by rail.
        li • Skilled people: every worker can learn again.
        p The priorities for 2022 are:
        li • The night train – one trial run a month.
        li • The river school – a common admission.
        h1 1 Transport
        p The overall goal of our transport work is to shorten the journey to the coast. Traffic grows each year.
        h2 1.1 Rail
        p Goals:
        li 1. Two trains an hour on the river line.
        li 2. One ticket for all operators.
        p Activities include:
        li • To convene the counties three times.
        li • To publish a joint timetable study.
        h2 1.2 Freight
        p The freight forum shall aim to
        li • bring shippers and ports together.
        li • agree on a common picture of flows.
        h1 2 Learning
        p Planned activities:
        li • Open a school for adults in the old mill.
        """
    ),
    """
    Three Rivers Council of Governments Annual Work Programme 2022 [2022]
    D Connected towns = every town is reached
    D Skilled people = every worker can learn
    P The night train = one trial run a
    P The river school = a common admission.
    # 1 Transport
      g The overall goal of
      # 1.1 Rail
        G Two trains an hour
        G One ticket for all
        A To convene the counties
        A To publish a joint
      # 1.2 Freight
        g bring shippers and ports
        g agree on a common
    # 2 Learning
      A Open a school for
    """,
)

WRAPPED = Shape(
    script(
        """
        title Verksamhetsplan 2019
        h1 Kapitel 1 Infrastruktur
        p Samverkansorganisationens infrastrukturplanering omfattar järnvägsförbindelser,
          kollektivtrafikanläggningar och godsterminaler i hela Mellanbygden, och den
          kompetensförsörjningsstrategi som hör till planeringen har tagits fram
          av tjänstepersoner från samtliga medlemskommuner.
        p Övergripande mål:
        li • Att järnvägsförbindelserna till huvudstadsregionen byggs ut
          i den takt som befolkningstillväxten och arbetsmarknadsutvecklingen kräver.
        li • Att kollektivtrafikanläggningarna rustas upp så att resenärerna känner sig trygga.
        p Aktiviteterna innefattar:
        li • Att genomföra medlemskommunernas gemensamma tillgänglighetsanalys
          och redovisa resultatet för samverkansorganisationens styrelse före sommaren.
        h1 Kapitel 2 Kompetensförsörjning
        p Utbildningsanordnarna i Mellanbygden samarbetar om antagningen sedan några år.
        p Aktiviteterna innefattar:
        li • Att sammanställa arbetsgivarnas kompetensbehov
          inom tillverkningsindustrin och besöksnäringen inför antagningen.
        li • Att arrangera en utbildningsmässa i varje medlemskommun.
        p Arbetet redovisas för styrelsen vid årets sista sammanträde.
        """,
        head="Mellanbygdens samverkansråd",
        width=58,
    ),
    """
    Verksamhetsplan 2019 [2019]
    # 1 Infrastruktur
      G Att järnvägsförbindelserna till huvudstadsregionen
      G Att kollektivtrafikanläggningarna rustas upp
      A Att genomföra medlemskommunernas gemensamma
    # 2 Kompetensförsörjning
      A Att sammanställa arbetsgivarnas kompetensbehov
      A Att arrangera en utbildningsmässa
    """,
)

SENTENCES = Shape(
    script(
        """
        title Arbetsprogram 2025 för Gränsbygdsrådet
        h1 1. Mötesplatser
        p Rådet möts två gånger om året. Målet med vårforumet är att stärka banden över gränsen. Lokalen byts varje år.
        p Höstforumet ska syfta till
        li - att samla näringslivet kring elförsörjningen.
        li - att ge ungdomar en röst i rådet.
        h1 2. Påverkan
        p Under året ska rådet arbeta på följande sätt:
        li - Bevaka utredningar som rör gränsen.
        li - Skriva gemensamma yttranden.
        p Rådet står inför två utmaningar. Dessa är:
        li - Skilda regelverk
        li - En åldrande befolkning
        """
    ),
    """
    Arbetsprogram 2025 för Gränsbygdsrådet [2025]
    # 1 Mötesplatser
      g Målet med vårforumet är
      g att samla näringslivet kring
      g att ge ungdomar en
    # 2 Påverkan
      a Bevaka utredningar som rör
      a Skriva gemensamma yttranden.
    """,
)

FOCUS_AREAS = Shape(
    script(
        """
        title Strategisk plan 2022–2025
        title Kustlandets samordningsförbund
        title Antagen av förbundsmötet 2021-11-30
        h1 Inriktningsmål
        p Förbundsmötet har lagt fast dessa:
        li • Öppna vatten
        li • Levande hamnar
        h1 Fokusområde 1: Farleder
        p Mål: Att muddra de tre grundaste farlederna.
        p Aktiviteter:
        li • Att ta fram ett underlag
        sub – om bottnarnas djup
        sub – om fartygens mått
        li • Att söka medel hos unionen.
        h1 Fokusområde 2: Hamnar
        p Aktiviteter:
        li a) Rusta kajerna.
        li b) Bygga ett gemensamt lager.
        h1 Bilaga 1 Budget
        p Summan är nio miljoner kronor.
        """
    ),
    """
    Strategisk plan 2022–2025 Kustlandets samordningsförbund [2022-2025]
    D Öppna vatten
    D Levande hamnar
    # Fokusområde 1 Farleder
      G Att muddra de tre
      A Att ta fram ett
      A Att söka medel hos
    # Fokusområde 2 Hamnar
      A Rusta kajerna.
      A Bygga ett gemensamt lager.
    # Bilaga 1 Budget
    """,
)

RESTARTING = Shape(
    script(
        """
        title Verksamhetsplan för Bergslagens vattenråd 2026
        h1 A. Kunskap
        p Rådet mäter vattnet i nitton sjöar.
        h2 1. Mätningar
        p Mål:
        li – Varje sjö mäts fyra gånger om året.
        h2 2. Karta
        p Aktiviteter:
        li – Rita om kartan över tillflöden.
        h1 B. Åtgärder i vattnet
        p Kalkningen fortsätter som förut.
        h2 1. Kalkning
        p Aktiviteter:
        li – Kalka de sex suraste sjöarna.
        """
    ),
    """
    Verksamhetsplan för Bergslagens vattenråd 2026 [2026]
    # A Kunskap
      # 1 Mätningar
        G Varje sjö mäts fyra
      # 2 Karta
        A Rita om kartan över
    # B Åtgärder i vattnet
      # 1 Kalkning
        A Kalka de sex suraste
    """,
)

SHAPES = {
    "numbered": NUMBERED,
    "lettered": LETTERED,
    "goal series": GOAL_SERIES,
    "unnumbered": UNNUMBERED,
    "english": ENGLISH,
    "wrapped": WRAPPED,
    "sentences": SENTENCES,
    "focus areas": FOCUS_AREAS,
    "restarting": RESTARTING,
}
