"""Small GTFS feeds made by hand, as ZIPs."""

import io
import zipfile

from samsyn.sources.files import Source

TABLES = {
    "agency.txt": "agency_id,agency_name,agency_url,agency_timezone\n1,Länstrafiken,https://example.org,Europe/Stockholm\n",
    "stops.txt": (
        "stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station\n"
        "C,Centralen,59.0000,16.0000,1,\n"
        "C1,Centralen läge A,59.0000,16.0000,0,C\n"
        "C2,Centralen läge B,59.0009,16.0000,,C\n"
        "T,Torget,59.0500,16.0000,0,\n"
        "B,Byn,59.1000,16.0000,0,\n"
    ),
    "routes.txt": "route_id,agency_id,route_short_name,route_type\n1,1,1,3\n2,1,2,3\n",
    "calendar.txt": (
        "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\n"
        "week,1,1,1,1,1,0,0,20260101,20261231\n"
        "weekend,0,0,0,0,0,1,1,20260101,20261231\n"
    ),
    "calendar_dates.txt": "service_id,date,exception_type\nweek,20261224,2\nweekend,20261224,1\n",
    "trips.txt": (
        "route_id,service_id,trip_id\n1,week,out\n2,week,onward\n1,week,night\n1,weekend,saturday\n2,week,shuttle\n"
    ),
    "stop_times.txt": (
        "trip_id,arrival_time,departure_time,stop_id,stop_sequence,pickup_type,drop_off_type\n"
        "out,07:00:00,07:00:00,T,1,0,1\n"
        "out,,,B,4,0,0\n"
        "out,7:20:00,7:21:00,C1,9,0,0\n"
        "onward,07:25:00,07:25:00,C2,1,,\n"
        "onward,07:45:00,07:45:00,B,2,1,\n"
        "night,23:50:00,23:50:00,C1,1,0,0\n"
        "night,24:10:00,24:10:00,T,2,0,0\n"
        "saturday,10:00:00,10:00:00,T,1,0,0\n"
        "saturday,10:20:00,10:20:00,C1,2,0,0\n"
        "shuttle,12:00:00,12:00:00,T,1,0,0\n"
        "shuttle,12:05:00,12:05:00,B,2,0,0\n"
    ),
    "frequencies.txt": "trip_id,start_time,end_time,headway_secs\nshuttle,09:00:00,09:30:00,600\n",
    "transfers.txt": "from_stop_id,to_stop_id,transfer_type,min_transfer_time\nT,T,2,45\nT,B,2,900\n",
    "feed_info.txt": (
        "feed_publisher_name,feed_publisher_url,feed_lang,feed_start_date,feed_end_date,feed_version\n"
        "Länstrafiken,https://example.org,sv,20260101,20261231,v7\n"
    ),
}


def packed(tables, name="feed.zip", folder=""):
    """A ZIP of tables: text, or bytes as they are."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for table, content in tables.items():
            archive.writestr(folder + table, content)
    return Source(name, buffer.getvalue())


def feed(folder="", **changed):
    """The feed with tables changed: a text replaces a table (`stop_times=...`), None takes it away.

    A pair replaces the first text by the second, once, within the table.
    """
    tables = dict(TABLES)
    for stem, change in changed.items():
        name = f"{stem}.txt"
        if change is None:
            del tables[name]
        elif isinstance(change, tuple):
            assert change[0] in tables[name], f"{change[0]!r} is not in {name}"
            tables[name] = tables[name].replace(*change, 1)
        else:
            tables[name] = change
    return packed(tables, folder=folder)


def changed(source, table, before, after):
    """A feed with the first text in a table of it replaced by the second, once."""
    with zipfile.ZipFile(io.BytesIO(source.data)) as archive:
        tables = {name: archive.read(name).decode() for name in archive.namelist()}
    assert before in tables[table], f"{before!r} is not in {table}"
    return packed(tables | {table: tables[table].replace(before, after, 1)}, source.name)
