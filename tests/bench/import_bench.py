"""Imports a history in several formats through ./metricflow, beside peers, and counts what was lost, doubled or altered."""

import glob
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import time

import duckdb

TEXTS = ("event event_id distinct_id anonymous_id session_id host page referrer utm_source utm_medium utm_campaign "
         "country device browser os plan sdk").split()
OBJECTS = ["properties", "user_properties"]
NDJSON_COLUMNS = "{" + ", ".join([f"{name}: 'VARCHAR'" for name in TEXTS] + ["sequence: 'INTEGER'", "event_time: 'TIMESTAMP'"]
                                 + [f"{name}: 'JSON'" for name in OBJECTS]) + "}"
FILES = {"ndjson": "history.ndjson", "csv": "history.csv", "parquet": "history.parquet",
         "mixpanel": "mixpanel.ndjson", "posthog": "posthog.ndjson"}
# The identity Mixpanel gives an event, as a name-based UUID.
MIXPANEL_ID = """(SELECT substr(h,1,12) || '3' || substr(h,14,3) || substr('89ab', (instr('0123456789abcdef', substr(h,17,1)) - 1) % 4 + 1, 1)
  || substr(h,18) FROM (SELECT md5(concat_ws('|', 'mixpanel', CASE event WHEN 'page_view' THEN '$mp_web_page_view' ELSE event END,
  CAST(floor(epoch(event_time)) AS BIGINT), distinct_id, event_id)) AS h))"""


def source(work):
    return f"read_json('{work}/history.ndjson', format = 'newline_delimited', columns = {NDJSON_COLUMNS})"


def make(work, formats):
    """The same events as other tools export them."""
    own = "event_id, event, distinct_id, anonymous_id, session_id, sequence, {time} AS event_time, " + ", ".join(
        name for name in TEXTS + OBJECTS if name not in ("event_id", "event", "distinct_id", "anonymous_id", "session_id"))
    iso = "strftime(event_time, '%Y-%m-%dT%H:%M:%S.%gZ')"
    merged = "json_merge_patch(coalesce(properties, '{}'), json_object("
    selects = {
        "csv": (f"SELECT {own.format(time=iso)} FROM {source(work)}", "FORMAT csv, HEADER"),
        "parquet": (f"SELECT {own.format(time='event_time')} FROM {source(work)}", "FORMAT parquet, COMPRESSION zstd"),
        "mixpanel": (f"""SELECT CASE event WHEN 'page_view' THEN '$mp_web_page_view' ELSE event END AS event, {merged}
            'time', CAST(floor(epoch(event_time)) AS BIGINT), 'distinct_id', distinct_id, '$insert_id', event_id, '$device_id', anonymous_id,
            '$current_url', 'https://' || host || page, '$browser', browser, '$os', os, 'mp_country_code', country, 'mp_lib', 'web',
            '$lib_version', '2.48', '$referrer', referrer, 'utm_source', utm_source, 'utm_medium', utm_medium,
            'utm_campaign', utm_campaign)) AS properties FROM {source(work)}""", "FORMAT json"),
        "posthog": (f"""SELECT event_id AS uuid, CASE event WHEN 'page_view' THEN '$pageview' ELSE event END AS event, distinct_id,
            strftime(event_time, '%Y-%m-%dT%H:%M:%S.%f+00:00') AS timestamp, {merged}
            '$device_id', anonymous_id, '$session_id', session_id, '$host', host, '$pathname', page, '$current_url', 'https://' || host || page,
            '$device_type', device, '$browser', browser, '$os', os, '$geoip_country_code', country, '$lib', 'web', '$lib_version', '1.4',
            '$referrer', referrer, 'utm_source', utm_source, 'utm_medium', utm_medium, 'utm_campaign', utm_campaign,
            '$set', user_properties)) AS properties FROM {source(work)}""", "FORMAT json"),
    }
    for format in formats:
        if format in selects:
            select, options = selects[format]
            duckdb.sql(f"COPY ({select}) TO '{work}/{FILES[format]}' ({options})")


def peer_select(work, format):
    file = f"{work}/{FILES[format]}"
    if format == "ndjson":
        return f"SELECT * FROM {source(work)}"
    if format == "csv":
        return f"SELECT * FROM read_csv('{file}', header = true, all_varchar = true, types = {{'event_time': 'TIMESTAMP', 'sequence': 'INTEGER'}})"
    if format == "parquet":
        return f"SELECT * FROM read_parquet('{file}')"
    names = {"anonymous_id": "$device_id", "session_id": "$session_id", "browser": "$browser", "os": "$os",
             "referrer": "$referrer", "utm_source": "utm_source", "utm_medium": "utm_medium", "utm_campaign": "utm_campaign"}
    names |= ({"event_id": "$insert_id", "distinct_id": "distinct_id", "country": "mp_country_code", "page": "$current_url"}
              if format == "mixpanel" else
              {"country": "$geoip_country_code", "host": "$host", "page": "$pathname", "device": "$device_type"})
    lifted = ", ".join(f"""properties->>'$."{there}"' AS {here}""" for here, there in names.items())
    if format == "mixpanel":
        return f"""SELECT event, {lifted}, make_timestamp(CAST(properties->>'$.time' AS BIGINT) * 1000000) AS event_time, properties
            FROM read_json('{file}', format = 'newline_delimited', columns = {{event: 'VARCHAR', properties: 'JSON'}})"""
    return f"""SELECT event, uuid AS event_id, distinct_id, {lifted}, timestamp AS event_time, properties
        FROM read_json('{file}', format = 'newline_delimited', columns = {{event: 'VARCHAR', uuid: 'VARCHAR', distinct_id: 'VARCHAR',
          timestamp: 'TIMESTAMP', properties: 'JSON'}})"""


def duckdb_import(work, format):
    """Files by day as ours, nothing checked: runs in a process of its own."""
    start = time.time()
    duckdb.sql(f"""COPY (SELECT *, CAST(event_time AS DATE) AS event_date FROM ({peer_select(work, format)}))
        TO '{work}/duckdb-lake' (FORMAT parquet, COMPRESSION zstd, PARTITION_BY (event_date))""")
    return {"import_seconds": time.time() - start}


def measured(command):
    """Runs a command: its wall and CPU seconds."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.time()
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    wall, after = time.time() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        sys.exit(f"{' '.join(command[:3])} failed:\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}")
    return {"wall": wall, "cpu": after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime}


def metricflow(*words):
    return [os.environ["METRICFLOW_COMMAND"], *words, "--instance", os.environ["BENCH_INSTANCE"]]


def ours(work, format):
    """One import into a fresh lake, the way a user does it."""
    lake, figures = imported(work, FILES[format])
    return figures | checked(work, lake, format)


def start(work):
    """What an import of one event takes: the command, the JVM, Spark's session, the first commits."""
    with open(f"{work}/history.ndjson") as events, open(f"{work}/one.ndjson", "w") as one:
        one.write(events.readline())
    return imported(work, "one.ndjson")[1]


def imported(work, file):
    subprocess.run(metricflow("purge", "--yes"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    prepare = f"""ROOT=$PWD; for f in tests/stack/*.sh; do source "$f"; done
      use_instance {os.environ["BENCH_INSTANCE"]} 24500 "${{METRICFLOW_SPARK_MASTER:-}}"; prepare_instance; echo "$DATA/lake" """
    lake = subprocess.run(["bash", "-c", prepare], check=True, stdout=subprocess.PIPE, text=True).stdout.strip()
    figures = measured(metricflow("job", "backfill", "--project", "1", "--input", f"{work}/{file}", "--json", f"{work}/job.json"))
    return lake, figures | json.load(open(f"{work}/job.json"))


def live_files(table):
    files = set()
    for commit in sorted(glob.glob(f"{table}/_delta_log/*.json")):
        for action in map(json.loads, open(commit)):
            if "add" in action:
                files.add(f"{table}/{action['add']['path']}")
            if "remove" in action:
                files.discard(f"{table}/{action['remove']['path']}")
    return sorted(files)


def checked(work, lake, format):
    """Lost, doubled and altered events, by their ids; and the bytes an event takes."""
    files = live_files(f"{lake}/events")
    identity = MIXPANEL_ID if format == "mixpanel" else "replace(event_id, '-', '')"
    when = "CAST(floor(epoch(event_time)) AS BIGINT) * 1000" if format == "mixpanel" else "epoch_ms(event_time)"
    lost, altered, doubled, more = duckdb.sql(f"""
        WITH source AS (SELECT {identity} AS id, distinct_id AS who, event AS what, page AS place, {when} AS at FROM {source(work)}),
        lake AS (SELECT lower(hex(event_id)) AS id, any_value(distinct_id) AS who, any_value(event) AS what, any_value(page) AS place,
            epoch_ms(any_value(event_time)) AS at, count(*) AS copies FROM read_parquet({files}) GROUP BY 1)
        SELECT count(*) FILTER (lake.id IS NULL), count(*) FILTER (lake.id IS NOT NULL AND source.id IS NOT NULL
            AND (lake.who <> source.who OR lake.what <> source.what OR lake.at <> source.at OR lake.place IS DISTINCT FROM source.place)),
          sum(copies - 1), count(*) FILTER (source.id IS NULL)
        FROM source FULL JOIN lake USING (id)""").fetchall()[0]
    size = sum(map(os.path.getsize, files))
    return {"lost": lost, "doubled": int(doubled or 0) + more, "altered": altered, "lake_bytes": size, "lake_files": len(files)}


def peers_of(work, format, peers):
    figures = {}
    if "duckdb" in peers:
        shutil.rmtree(f"{work}/duckdb-lake", ignore_errors=True)
        figures["duckdb"] = measured([sys.executable, __file__, "duckdb", work, format])
        shutil.rmtree(f"{work}/duckdb-lake")
    if "spark" in peers and format in ("ndjson", "csv", "parquet"):
        shutil.rmtree(f"{work}/spark-lake", ignore_errors=True)
        command = open(f"{work}/stock-spark").read().splitlines()
        figures["spark"] = measured(command + [format, f"{work}/{FILES[format]}", f"{work}/spark-lake", f"{work}/spark.json"])
        figures["spark"] |= json.load(open(f"{work}/spark.json"))
        shutil.rmtree(f"{work}/spark-lake")
    return figures


def table(head, rows):
    print(f"\n| {' | '.join(head)} |\n|{'---|' * len(head)}")
    for row in rows:
        print(f"| {' | '.join(row)} |")


def main(work, formats, peers, rounds, target=None):
    formats = formats.split(",")
    unknown = set(formats) - set(FILES)
    if unknown:
        sys.exit(f"No such format: {', '.join(unknown)}. There are {', '.join(FILES)}.")
    make(work, formats)
    events = sum(1 for _ in open(f"{work}/history.ndjson", "rb"))
    alone = start(work)
    figures, own, beside, wrong = {"start_seconds": alone["wall"], "start_core_seconds": alone["cpu"]}, [], [], 0
    for format in formats:
        size = os.path.getsize(f"{work}/{FILES[format]}")
        runs = []
        for number in range(int(rounds)):
            print(f"{format}: {events:,} events, {size / 1e6:,.0f} MB, round {number + 1} of {rounds}", flush=True)
            runs.append(ours(work, format) | {"peers": peers_of(work, format, peers)})
        run = {name: statistics.median(one[name] for one in runs) for name in ("wall", "cpu", "import_seconds")}
        worst = {name: max(one[name] for one in runs) for name in ("lost", "doubled", "altered", "events_rejected")}
        wrong += sum(worst.values())
        own.append([format, f"{events:,}", f"{size / 1e6:,.0f}", f"{run['wall']:.1f}", f"{run['wall'] - run['import_seconds']:.1f}",
                    f"{events / run['wall']:,.0f}", f"**{events / run['import_seconds']:,.0f}**", f"{events / run['cpu']:,.0f}",
                    f"**{events / (run['cpu'] - alone['cpu']):,.0f}**", f"{runs[0]['lake_bytes'] / events:.1f}",
                    f"{worst['lost']}, {worst['doubled']}, {worst['altered']}, {worst['events_rejected']}"])
        figures |= {f"{format}_seconds": run["wall"], f"{format}_events_per_second": events / run["wall"],
                    f"{format}_import_events_per_second": events / run["import_seconds"],
                    f"{format}_events_per_core_second": events / run["cpu"],
                    f"{format}_import_events_per_core_second": events / (run["cpu"] - alone["cpu"]),
                    f"{format}_lake_bytes_an_event": runs[0]["lake_bytes"] / events} | {
                        f"{format}_{name}": count for name, count in worst.items()}
        row = [format, f"{run['wall']:.1f}"]
        for peer in ("duckdb", "spark"):
            walls = [one["peers"][peer]["wall"] for one in runs if peer in one["peers"]]
            cpus = [one["peers"][peer]["cpu"] for one in runs if peer in one["peers"]]
            row += ([f"{statistics.median(walls):.1f}", f"{events / statistics.median(walls):,.0f}",
                     f"{statistics.median(walls) / run['wall']:.2f}", f"{events / statistics.median(cpus):,.0f}"]
                    if walls else ["-"] * 4)
            if walls:
                figures[f"{format}_{peer}_seconds"] = statistics.median(walls)
        beside.append(row)
    print(f"\n{events:,} events over 30 days, {os.cpu_count()} cores. 'start' is this command, JVM and Spark's session; 'a core' is a "
          f"second of CPU time.\nAn import of one event took {alone['wall']:.1f} s and {alone['cpu']:.1f} core seconds: "
          "what 'events/s a core without start' leaves out.")
    table(["format", "events", "MB", "seconds", "of them start", "events/s", "events/s without start", "events/s a core",
           "events/s a core without start", "bytes an event in the lake", "lost, doubled, altered, rejected"], own)
    if peers != "none":
        print("\nPeers on the same files, whole processes; they check nothing and make no ids. Ratio: peer's seconds by ours.")
        table(["format", "ours s", "DuckDB s", "events/s", "ratio", "a core", "stock Spark s", "events/s", "ratio", "a core"], beside)
    if target:
        json.dump(figures, open(target, "w"), indent=2)
    if wrong:
        sys.exit("Not every event is in the lake exactly once and as it was.")


if __name__ == "__main__":
    duckdb_import(*sys.argv[2:]) if sys.argv[1] == "duckdb" else main(*sys.argv[1:])
