"""Asks Trino, ClickHouse's engine and DuckDB the same questions of the same events, then the API. Called by query.sh."""

import datetime
import json
import os
import statistics
import sys
import threading
import time
import urllib.error
import urllib.request

import query_questions as q

ROUNDS = 5
MANY = 100


class TrinoServer:
    def __init__(self, address):
        self.address = address

    def ask(self, sql):
        """Rows, and the bytes that were read."""
        headers = {"X-Trino-User": "metricflow-bench", "X-Trino-Catalog": "lake", "X-Trino-Schema": "analytics"}
        request = urllib.request.Request(f"http://{self.address}/v1/statement", sql.encode(), headers)
        rows = []
        while True:
            with urllib.request.urlopen(request, timeout=600) as response:
                page = json.load(response)
            if "error" in page:
                sys.exit(f"Trino: {page['error']['message']}\n{sql}")
            rows += page.get("data", [])
            if "nextUri" not in page:
                return rows, page["stats"]["physicalInputBytes"]
            request = urllib.request.Request(page["nextUri"], headers=headers)


def forget_files():
    """Empties the page cache where this user may; says whether."""
    try:
        os.sync()
        with open("/proc/sys/vm/drop_caches", "w", encoding="ascii") as drop:
            drop.write("3")
        return True
    except OSError:
        return False


def timed(ask):
    start = time.perf_counter()
    rows = ask()
    return (time.perf_counter() - start) * 1000, rows


def normal(rows):
    return sorted((tuple(str(value) if value not in (None, "\\N", "") else "" for value in row) for row in rows))


def measure(ask):
    forget_files()
    cold, rows = timed(ask)
    warm = statistics.median(timed(ask)[0] for _ in range(ROUNDS))
    return cold, warm, normal(rows)


def load_duckdb(work, lake):
    import deltalake
    import duckdb

    files = lambda table: deltalake.DeltaTable(f"{lake}/{table}").to_pyarrow_dataset()
    db = duckdb.connect(f"{work}/duck.db")
    events, persons = files("events"), files("person_map")
    db.register("lake_events", events)
    db.register("lake_persons", persons)
    db.execute("SET preserve_insertion_order = true")
    db.execute("""
        CREATE TABLE e AS SELECT coalesce(p.person_id, e.distinct_id) AS person, epoch_ms(e.event_time) AS t, e.sequence,
          e.event, e.page, e.country, e.device, e.plan, e.properties
        FROM lake_events e LEFT JOIN lake_persons p ON p.project_id = e.project_id AND p.distinct_id = e.distinct_id
        ORDER BY person, t, sequence""")
    db.execute(f"COPY e TO '{work}/e.parquet' (COMPRESSION zstd)")
    return db


def load_clickhouse(work):
    from chdb import session

    ch = session.Session(f"{work}/clickhouse")
    ch.query("CREATE DATABASE m")
    ch.query("""
        CREATE TABLE m.e (person String, t UInt64, sequence Int32, event LowCardinality(String), page LowCardinality(String),
          country LowCardinality(String), device LowCardinality(String), plan LowCardinality(Nullable(String)),
          properties String CODEC(ZSTD)) ENGINE = MergeTree ORDER BY (person, t)""")
    ch.query(f"INSERT INTO m.e SELECT * FROM file('{work}/e.parquet', Parquet)")
    ch.query("OPTIMIZE TABLE m.e FINAL")
    return ch


def compare(engines, figures):
    """Each question to each engine; stops when two differ."""
    print(f"\n{'':<32}" + "".join(f"{name:>24}" for name in engines) + "   ClickHouse / ours     read by ours")
    print(f"{'':<32}" + f"{'cold, warm ms':>24}" * len(engines))
    names = list(next(iter(engines.values())).questions)
    for question in names:
        line, answers = [], {}
        for name, engine in engines.items():
            cold, warm, rows = measure(lambda engine=engine: engine.ask(engine.questions[question]))
            answers[name] = rows
            line.append((cold, warm))
            figures[f"{question}.{name}.cold_ms"], figures[f"{question}.{name}.warm_ms"] = cold, warm
        first = next(iter(answers))
        for name, rows in answers.items():
            if rows != answers[first]:
                sys.exit(f"{question}: {name} and {first} differ\n{rows[:5]}\n{answers[first][:5]}")
        ours = engines[first]
        figures[f"{question}.bytes_read"] = ours.bytes_read
        print(
            f"{question:<32}" + "".join(f"{cold:14,.0f}, {warm:8,.0f}" for cold, warm in line)
            + f"   {line[1][1] / line[0][1]:17.2f}  {ours.bytes_read / 1e6:12,.1f} MB", flush=True)


class Ours:
    def __init__(self, server, questions):
        self.server, self.questions, self.bytes_read = server, questions, 0

    def ask(self, sql):
        rows, self.bytes_read = self.server.ask(sql)
        return rows


class ClickHouse:
    def __init__(self, session, questions):
        self.session, self.questions = session, questions

    def ask(self, sql):
        import csv

        return list(csv.reader(str(self.session.query(sql, "CSV")).splitlines()))


class DuckDb:
    def __init__(self, db, questions):
        self.db, self.questions = db, questions

    def ask(self, sql):
        return self.db.execute(sql).fetchall()


class Api:
    def __init__(self, address, key):
        self.address, self.key = address, key

    def ask(self, question):
        request = urllib.request.Request(
            f"{self.address}/v1/query", json.dumps(question).encode(),
            {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=120) as response:
            return json.load(response)


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def api_alone(api, server, asked, figures):
    print(f"\nThrough the API, ms{'':<24}{'first':>8}{'of it Trino':>13}{'again p50':>11}{'p95':>8}   source")
    for name, question in asked.items():
        first, answer = timed(lambda: api.ask(question))
        again = [timed(lambda: api.ask(question))[0] for _ in range(MANY)]
        alone = statistics.median(timed(lambda: server.ask(answer["sql"]))[0] for _ in range(ROUNDS))
        p50, p95 = percentile(again, 0.5), percentile(again, 0.95)
        figures[f"api.{name}.first_ms"], figures[f"api.{name}.trino_ms"] = first, alone
        figures[f"api.{name}.again_p50_ms"], figures[f"api.{name}.again_p95_ms"] = p50, p95
        print(f"{name:<43}{first:8,.0f}{alone:13,.0f}{p50:11,.1f}{p95:8,.1f}   {answer['source']}", flush=True)


def crowd(api, asked, users, seconds, days, figures):
    """Users who each ask one question after the other, of periods that differ, so that few answers are known."""
    took, errors, lock = [], {}, threading.Lock()
    until = time.monotonic() + seconds

    def user(number):
        turn = number
        while time.monotonic() < until:
            question = dict(list(asked.values())[turn % len(asked)])
            question["from"] = str(days[turn * 7 % 20])
            turn += 1
            try:
                millis, _ = timed(lambda: api.ask(question))
                with lock:
                    took.append(millis)
            except urllib.error.HTTPError as refused:
                with lock:
                    errors[refused.code] = errors.get(refused.code, 0) + 1
                time.sleep(float(refused.headers.get("Retry-After", 1)))

    threads = [threading.Thread(target=user, args=(number,)) for number in range(users)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    p50, p95, p99 = (percentile(took, share) for share in (0.5, 0.95, 0.99))
    figures.update({"crowd.answers_count": len(took), "crowd.p50_ms": p50, "crowd.p95_ms": p95, "crowd.p99_ms": p99,
                    "crowd.errors_count": sum(errors.values())})
    print(f"\n{users} users at once, {seconds} s: {len(took):,} answers, p50 {p50:,.0f}, p95 {p95:,.0f}, p99 {p99:,.0f} ms; "
          f"refused or failed: {errors or 'none'}")


def main():
    work, users, seconds, json_file = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
    last = datetime.date.today() - datetime.timedelta(days=1)
    days = [last - datetime.timedelta(days=n) for n in range(29, -1, -1)]
    figures = {}
    server = TrinoServer(os.environ["METRICFLOW_TRINO"])
    trino = q.Trino(os.environ["METRICFLOW_PROJECT_ID"], days[0], last)
    print("loading DuckDB and ClickHouse", flush=True)
    db = load_duckdb(work, os.environ["METRICFLOW_LAKE"])
    events = db.execute("SELECT count(*), count(DISTINCT person) FROM e").fetchone()
    figures["events_count"], figures["persons_count"] = events
    print(f"{events[0]:,} events of {events[1]:,} persons in 30 days; cold: page cache emptied: {forget_files()}")
    engines = {
        "ours": Ours(server, q.questions(trino)),
        "ClickHouse": ClickHouse(load_clickhouse(work), q.questions(q.ClickHouse())),
        "DuckDB": DuckDb(db, q.questions(q.DuckDb())),
    }
    compare(engines, figures)
    millis, rows = timed(lambda: server.ask(trino.match_recognize(q.THREE_STEPS))[0])
    funnel = normal(server.ask(engines["ours"].questions["funnel of 3 steps"])[0])
    if normal(rows) != funnel:
        sys.exit(f"MATCH_RECOGNIZE counts {normal(rows)}, the function {funnel}")
    figures["funnel of 3 steps.MATCH_RECOGNIZE.warm_ms"] = millis
    print(f"MATCH_RECOGNIZE, the funnel of 3 steps: {millis:,.0f} ms, {millis / figures['funnel of 3 steps.ours.warm_ms']:.1f} times ours")
    db.close()
    api = Api(os.environ["METRICFLOW_API"], os.environ["METRICFLOW_READ_KEY"])
    asked = q.through_api(days[0], last)
    api_alone(api, server, asked, figures)
    crowd(api, asked, users, seconds, days, figures)
    if json_file != "-":
        with open(json_file, "w", encoding="utf-8") as out:
            json.dump(figures, out, indent=1)


if __name__ == "__main__":
    main()
