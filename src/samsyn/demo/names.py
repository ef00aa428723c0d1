"""Invented names, each once: common first names with family names, in a fixed order."""

from collections.abc import Iterator

FIRST = """
Agnes Albin Alma Arvid Astrid Axel Beata Bertil Britta Carin Casper Clara Dagny David Ebba Edvin Elin Elmer
Elsa Emil Ester Evert Fanny Filip Freja Gerda Greta Gustav Hedda Henrik Hilda Hjalmar Ida Ingemar Irma Ivar
Jakob Jenny Joel Julia Karsten Kerstin Klara Konrad Lage Lea Leo Linnea Ludvig Maj Malte Märta Nils Nora Olle
Otto Petra Ragnar Rut Sigrid Siv Stig Svea Ture Ulla Valter Vera Viggo Vilma Åke Åsa
"""
LAST = """
Abrandt Alkvist Askling Backlid Bergsko Björkmo Bladh Borgfelt Brofors Dalhem Ekmark Elvsjö Fagerlid Falkmo
Forsvik Furuholm Granlo Gråberg Hagfors Havsten Hedlid Hjortmo Holmlund Hällkvist Järnlid Kallmo Klintås
Kvarnfelt Landin Lerbäck Lindmo Lövhed Mossfelt Myrlund Norrvik Näsmark Oxhult Pilgren Rosendal Rönnlid Sandlo
Skogvik Solhem Stenlid Strandmo Svedlo Tallås Torplid Ulvmark Vallmo Vassvik Vikholm Ytterlid Åkerlo Ängsvik
Öhrmark
"""


def names() -> Iterator[str]:
    """All pairs of a first and a family name, so that neither follows itself."""
    last = LAST.split()
    for turn in range(len(last)):
        for place, first in enumerate(FIRST.split()):
            yield f"{first} {last[(place + turn) % len(last)]}"
