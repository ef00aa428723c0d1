"""samsyn study, from outside: no database, exit codes, and what is written."""

import csv
import json
import subprocess
import sys
import zipfile

import pytest

from samsyn.insights import results
from samsyn.insights.studies import plain
from tests.insights.studies import drawn
from tests.insights.studies.test_transit_times import MINUTES, timetable
from tests.installation import ROOT

THRESHOLDS = [f"{name}={value}" for name, value in drawn.THRESHOLDS.items()]
SETS = [word for each in [*THRESHOLDS, "drawings=0", "territory=Fourland"] for word in ("--set", each)]


@pytest.fixture
def folder(tmp_path):
    rows = [
        f"{home},{work},{count}"
        for home, row in zip("ABCD", drawn.FOUR, strict=True)
        for work, count in zip("ABCD", row, strict=True)
    ]
    (tmp_path / "flows.csv").write_text("\n".join(["from,to,count", *rows]) + "\n", encoding="utf-8")
    (tmp_path / "names.csv").write_text("code,name\nA,=Alfa\nB,Beta\n", encoding="utf-8")
    (tmp_path / "official.csv").write_text("code,region\nA,x\nB,x\nC,y\nD,y\n", encoding="utf-8")
    boxes = [
        {
            "type": "Feature",
            "properties": {"code": code, "name": f"Area {code}"},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[15 + x, 59], [16 + x, 59], [16 + x, 60], [15 + x, 60], [15 + x, 59]]],
            },
        }
        for x, code in enumerate("ABCD")
    ]
    (tmp_path / "areas.geojson").write_text(
        json.dumps({"type": "FeatureCollection", "features": boxes}), encoding="utf-8"
    )
    return tmp_path


def samsyn(*arguments, folder, exits=0):
    """The command in a folder, with an environment that names no database, no secret and no mode."""
    done = subprocess.run(
        [sys.executable, "-m", "samsyn.web.cli", "study", *map(str, arguments)],
        cwd=folder, capture_output=True, text=True, check=False,
        env={"PYTHONPATH": str(ROOT / "src"), "LANG": "en_GB.UTF-8", "SAMSYN_DATA": str(folder / "var")},
    )  # fmt: skip
    assert done.returncode == exits, done.stderr
    assert "Traceback" not in done.stderr
    return done


def run(folder, *more, exits=0, slug="functional-regions"):
    return samsyn("run", slug, "--flows", "flows.csv", "--out", "out", *more, folder=folder, exits=exits)


def test_the_list_names_every_study_and_what_it_reads(tmp_path):
    told = samsyn("list", folder=tmp_path).stdout
    assert "functional-regions  (flows [boundaries] [official])" in told
    assert "interaction-model  (flows boundaries [sums])" in told
    assert "region-overlay" in told


def test_a_run_prints_a_summary_and_writes_all_of_it(folder):
    done = run(folder, "--official", "official.csv", "--areas", "areas.geojson", "--names", "names.csv", *SETS)
    assert "Fourland: 2 functional regions" in done.stdout
    assert "Of all who work, the share within their own region: 95.2%" in done.stdout
    written = {path.name for path in (folder / "out").iterdir()}
    assert written == {
        "result.json", "regions.csv", "areas.csv", "between.csv", "thresholds.csv", "official.csv", "regions.svg",
        "commuting-out.svg", "sweep.svg", "official.svg",
    }  # fmt: skip
    assert {line.removeprefix("out/") for line in done.stdout.splitlines() if line.startswith("out/")} == written
    result = json.loads((folder / "out" / "result.json").read_bytes())
    assert result["whole"]["regions"] == 2
    assert results.canonical(result) == (folder / "out" / "result.json").read_bytes()
    with (folder / "out" / "areas.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["code"] for row in rows] == list("ABCD")
    assert rows[0]["name"] == "'=Alfa", "a name is never a formula"
    assert rows[2]["name"] == "Area C", "what the names lack, the boundaries say"
    assert (folder / "out" / "regions.svg").read_text(encoding="utf-8").startswith("<svg")


def test_the_same_seed_writes_the_same_bytes(folder):
    written = []
    for _ in range(2):
        run(folder, "--method", "swedish", "--set", "drawings=40", "--seed", 11)
        written.append((folder / "out" / "result.json").read_bytes())
    assert written[0] == written[1]


def test_it_answers_in_swedish_where_the_user_does(folder):
    done = subprocess.run(
        [sys.executable, "-m", "samsyn.web.cli", "study", "list"],
        cwd=folder, capture_output=True, text=True, check=True,
        env={"PYTHONPATH": str(ROOT / "src"), "LANG": "sv_SE.UTF-8", "SAMSYN_DATA": str(folder / "var")},
    )  # fmt: skip
    assert "Grupperar områden" in done.stdout


def test_what_cannot_be_read_is_said_with_its_place(folder):
    with (folder / "flows.csv").open("a", encoding="utf-8") as file:
        file.write("A,D,many\n")
    told = run(folder, exits=1).stderr
    assert "flows.csv, row 18, column count" in told
    assert "many" in told
    assert not (folder / "out").exists()


def test_rows_that_need_a_choice_are_refused_until_it_is_made(folder):
    with (folder / "flows.csv").open("a", encoding="utf-8") as file:
        file.write("A,B,7\n")
    assert "row 18" in run(folder, exits=1).stderr
    run(folder, *SETS, "--settle", "DUPLICATE_PAIRS=ADD_UP")
    result = json.loads((folder / "out" / "result.json").read_bytes())
    assert result["whole"]["residents"] == 2307


def test_polygons_are_not_mended_in_silence(folder):
    crossed = json.loads((folder / "areas.geojson").read_text(encoding="utf-8"))
    crossed["features"][1]["geometry"]["coordinates"] = [[[16, 59], [17, 60], [17, 59], [16, 60], [16, 59]]]
    (folder / "areas.geojson").write_text(json.dumps(crossed), encoding="utf-8")
    told = run(folder, "--areas", "areas.geojson", *SETS).stderr
    assert "areas.geojson: Polygons that cross or touch themselves. 1 time: B: 16.5 59.5." in told
    assert "(--settle INVALID_SHAPES=REPAIR)" in told
    refused = run(folder, "--areas", "areas.geojson", "--settle", "INVALID_SHAPES=REFUSE", exits=1).stderr
    assert "areas.geojson: Polygons that cross or touch themselves." in refused


def test_columns_can_be_named(folder):
    text = (folder / "flows.csv").read_text(encoding="utf-8").replace("from,to,count", "hem,mål,folk")
    (folder / "flows.csv").write_text(text, encoding="utf-8")
    assert "Which columns hold what could not be told." in run(folder, exits=1).stderr
    run(folder, "--column", "origin=hem", "--column", "destination=mål", "--column", "count=folk")


@pytest.mark.parametrize(
    ("more", "exits", "message"),
    [
        (["--set", "colour=blue"], 2, "asks nothing called 'colour'"),
        (["--set", "colour"], 2, "NAME=VALUE"),
        (["--method", "dance"], 2, "method"),
        (["--set", "drawings=-5"], 2, "drawings"),
        (["--seed", "-1"], 2, "--seed"),
        (["--year", "2019"], 1, "no column that tells “year” apart"),
        (["--column", "colour=from"], 1, "“colour” is none of: origin, destination"),
        (["--settle", "MISING=AS_ZERO"], 1, "“MISING” is none of"),
        (["--settle", "MISSING=ZERO"], 1, "“ZERO” is none of"),
        (["--data", "weather=flows.csv"], 1, "reads nothing as “weather”"),
        (["--official", "nowhere.csv"], 2, "nowhere.csv"),
    ],
)
def test_wrong_use_and_refusals(folder, more, exits, message):
    assert message in run(folder, *more, exits=exits).stderr


def test_travel_times_of_a_network(folder):
    nodes = "node,zone\nA,A\nB,B\nJ,\n"
    links = "from,to,km,minutes,both_ways\nA,J,10,12,1\nJ,B,20,24,1\n"
    with zipfile.ZipFile(folder / "net.zip", "w") as archive:
        archive.writestr("nodes.csv", nodes)
        archive.writestr("links.csv", links)
    (folder / "people.csv").write_text("code,people\nA,300\nB,100\n", encoding="utf-8")
    files = ["--network", "net.zip", "--areas", "areas.geojson", "--data", "people=people.csv", "--out", "out"]
    done = samsyn("run", "travel-times", *files, folder=folder)
    assert "Most central is Area A" in done.stdout
    written = {path.name for path in (folder / "out").iterdir()}
    assert written == {
        "result.json", "areas.csv", "times.csv", "from.svg", "to.svg", "half.svg", "within.svg", "matrix.omx",
    }  # fmt: skip
    times = json.loads((folder / "out" / "result.json").read_bytes())["times"]
    assert plain.unpacked(times).tolist() == [[0, 36], [36, 0]]

    with zipfile.ZipFile(folder / "net.zip", "w") as archive:
        archive.writestr("nodes.csv", nodes)
        archive.writestr("links.csv", links + "J,C,3,4,0\n")
    told = samsyn("run", "travel-times", *files, folder=folder, exits=1).stderr
    assert "links.csv, row 4: " in told
    samsyn("run", "travel-times", *files, "--settle", "UNLISTED_NODES=DROP", folder=folder)
    assert "needs a file for: network" in samsyn("run", "travel-times", "--out", "out", folder=folder, exits=1).stderr


def test_public_transport_by_a_timetable(folder):
    """The example of the method page, on a day that is said and on the busiest; a day without trips is refused."""
    (folder / "feed.zip").write_bytes(timetable().data)
    (folder / "points.csv").write_text("code,lon,lat\nA,16,59\nB,16,59.05\nC,16,59.1\n", encoding="utf-8")
    files = ["--timetable", "feed.zip", "--data", "points=points.csv", "--set", "last=07:40", "--out", "out"]
    done = samsyn("run", "transit-times", *files, "--set", "date=2026-11-24", folder=folder)
    assert "waiting included" in done.stdout
    result = json.loads((folder / "out" / "result.json").read_bytes())
    assert (result["day"], plain.unpacked(result["times"]).tolist()) == ("2026-11-24", MINUTES)
    assert {path.name for path in (folder / "out").iterdir()} >= {"areas.csv", "times.csv", "matrix.omx"}
    samsyn("run", "transit-times", *files, folder=folder)
    assert json.loads((folder / "out" / "result.json").read_bytes())["day"] == "2026-07-02"
    told = samsyn("run", "transit-times", *files, "--set", "date=2030-01-01", folder=folder, exits=1).stderr
    assert "Nothing runs on the day" in told


def test_measures_in_a_network(folder):
    nodes = "node,zone\nA,A\nB,B\nJ,\n"
    links = "link,from,to,km,minutes,both_ways\naj,A,J,10,12,1\njb,J,B,20,24,1\n"
    with zipfile.ZipFile(folder / "net.zip", "w") as archive:
        archive.writestr("nodes.csv", nodes)
        archive.writestr("links.csv", links)
    (folder / "people.csv").write_text("code,people,jobs\nA,300,100\nB,100,50\n", encoding="utf-8")
    measures = "measure,what,name,link,both_ways,minutes,cost\n1,faster,Bridge,jb,yes,18,100\n2,closed,Hill,aj,no,,0\n"
    (folder / "measures.csv").write_text(measures, encoding="utf-8")
    files = ["--network", "net.zip", "--measures", "measures.csv", "--people", "people.csv", "--areas", "areas.geojson"]
    files += ["--set", "reached=jobs", "--out", "out"]
    done = samsyn("run", "measures", *files, folder=folder)
    assert "Of 2 measures, Bridge saves most time" in done.stdout
    written = {path.name for path in (folder / "out").iterdir()}
    assert written == {
        "result.json", "measures.csv", "gains.csv", "areas.csv", "changes.csv", "ranks.csv", "sensitivity.csv",
        "best.svg", "first.svg", "first-jobs.svg",
    }  # fmt: skip
    bridge = json.loads((folder / "out" / "result.json").read_bytes())["measures"][0]
    assert [pair[2:] for pair in bridge["pairs"]] == [[36, 30], [36, 30]]

    (folder / "measures.csv").write_text(measures + "2,closed,Hill,,no,,0\n", encoding="utf-8")
    told = samsyn("run", "measures", *files, folder=folder, exits=1).stderr
    assert "row 4" in told
    assert "UNNAMED=LEAVE_OUT" in told
    samsyn("run", "measures", *files, "--settle", "UNNAMED=LEAVE_OUT", folder=folder)


def test_bottlenecks_of_a_network_are_drawn_without_boundaries(folder):
    with zipfile.ZipFile(folder / "net.zip", "w") as archive:
        archive.writestr("nodes.csv", "node,zone,x,y\nA,A,0,0\nB,B,9,0\n")
        archive.writestr(
            "links.csv",
            "link,from,to,km,minutes,capacity,delay_factor,delay_power\nfast,A,B,10,10,10,1,1\nslow,A,B,20,20,,,\n",
        )
    (folder / "trips.csv").write_text("from,to,count\nA,B,15\n", encoding="utf-8")
    files = ["--network", "net.zip", "--data", "trips=trips.csv", "--out", "out"]
    sets = ["--set", "peak=100", "--set", "by_car=100", "--set", "in_a_car=1"]
    done = samsyn("run", "bottlenecks", *files, *sets, folder=folder)
    assert "Most is lost on A–B (fast)." in done.stdout
    written = {path.name for path in (folder / "out").iterdir()}
    assert written == {"result.json", "links.csv", "parts.csv", "areas.csv", "uses.csv", "load.svg", "delay.svg"}
    assert (folder / "out" / "load.svg").read_text(encoding="utf-8").count("data-link=") == 2
    result = (folder / "out" / "result.json").read_bytes()
    assert json.loads(result)["links"]["volume"] == pytest.approx([10, 5])
    samsyn("run", "bottlenecks", *files, *sets, folder=folder)
    assert (folder / "out" / "result.json").read_bytes() == result, "the same bits"
    told = samsyn("run", "bottlenecks", *files[:2], "--out", "out", folder=folder, exits=1).stderr
    assert "give a table of trips, or people and jobs" in told


def test_labour_markets_from_files(folder):
    nodes = "node,zone\n" + "".join(f"{code},{code}\n{code.lower()},\n" for code in "ABCD")
    links = "link,from,to,km,minutes,mode,both_ways\nab,a,b,10,8,road,1\nbc,b,c,30,28,road,1\ncd,c,d,10,8,road,1\n"
    links += "".join(f"{code},{code},{code.lower()},0,1,connector,1\n" for code in "ABCD")
    with zipfile.ZipFile(folder / "net.zip", "w") as archive:
        archive.writestr("nodes.csv", nodes)
        archive.writestr("links.csv", links)
    (folder / "measures.csv").write_text("measure,what,name,link,both_ways,minutes\n1,faster,Bridge,bc,yes,5\n")
    rows = ((800, 150, 15, 5), (150, 800, 70, 15), (15, 70, 800, 150), (5, 15, 150, 800))
    pairs = [(i, j, n) for i, row in zip("ABCD", rows, strict=True) for j, n in zip("ABCD", row, strict=True)]
    (folder / "flows.csv").write_text("home,work,n\n" + "".join(f"{i},{j},{n}\n" for i, j, n in pairs))
    files = ["--network", "net.zip", "--measures", "measures.csv", "--flows", "flows.csv", "--out", "out"]
    asked = ["--method", "swedish", "--set", "most_out=12", "--set", "most_to_one=8", "--set", "drawings=20"]
    asked += ["--set", "form=exponential"]
    done = samsyn("run", "labour-market-effects", *files, *asked, folder=folder)
    assert "With Bridge the regions of B and C grow together" in done.stdout
    told = samsyn("run", "labour-market-effects", *files, "--set", "measures=7", folder=folder, exits=1).stderr
    assert "There is no measure with the key 7. The keys are: 1." in told


def test_a_study_that_is_not_there_and_flows_that_are_not_given(folder):
    assert "there are: functional-regions" in run(folder, exits=2, slug="astrology").stderr
    told = samsyn("run", "functional-regions", "--out", "out", folder=folder, exits=1).stderr
    assert "needs a file for: flows" in told
    told = samsyn("run", "region-overlay", "--data", "work=flows.csv", "--out", "out", folder=folder, exits=1).stderr
    assert "one kind alone" in told


def test_another_study_reads_other_files(folder):
    (folder / "sums.csv").write_text("code,night,day\nA,1000,1050\nB,500,340\nC,500,580\nD,300,330\n", encoding="utf-8")
    lines = (folder / "flows.csv").read_text(encoding="utf-8").splitlines()
    (folder / "flows.csv").write_text("\n".join(line for line in lines if not line.startswith("B,C")), encoding="utf-8")
    answers = ["missing=unlisted", "leaving=night", "arriving=day", "form=exponential", "own_area=half_nearest"]
    sets = [word for each in answers for word in ("--set", each)]
    done = run(folder, "--areas", "areas.geojson", "--data", "sums=sums.csv", *sets, slug="interaction-model")
    assert "1 pair that is not in the data was filled in" in done.stdout
    assert {"model.csv", "filled.csv", "right.svg"} <= {path.name for path in (folder / "out").iterdir()}
    with (folder / "out" / "filled.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["origin"], row["destination"], round(float(row["modelled"]))) == ("B", "C", 10)
    told = run(folder, "--areas", "areas.geojson", *sets, slug="interaction-model", exits=1).stderr
    assert "Choose data on how many leave and arrive" in told
