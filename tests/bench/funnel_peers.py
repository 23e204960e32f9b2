"""The funnel of FunnelFunctionBench in ClickHouse's engine and in DuckDB, on the same rows, one thread, processor time."""

import json
import re
import statistics
import sys
import time

ROUNDS = 5
STEPS = 3
WINDOW = 3_600_000


def median(run):
    seconds = []
    for round_ in range(-1, ROUNDS):
        start = time.process_time()
        result = run()
        if round_ >= 0:
            seconds.append(time.process_time() - start)
    return statistics.median(seconds), result


class Ours:
    """What FunnelFunctionBench printed in mode windowfunnel."""

    def __init__(self, file):
        text = open(file).read()
        self.rate = float(re.search(r"through the state +([0-9,]+)", text)[1].replace(",", ""))
        self.reached = json.loads(re.search(r"steps reached +(.*)", text)[1])


def show(name, rows, seconds, reached, ours):
    rate = rows / seconds
    print(f"  {name:<20} {rate:14,.0f} rows/s   MetricFlow's state / this: {ours.rate / rate:.1f}")
    # Persons without any event of a step may be missing from what the engine saw.
    if reached[1:] != ours.reached[1:]:
        sys.exit(f"counts differ: {reached} here, {ours.reached} in MetricFlow")


def clickhouse(file, work, ours):
    from chdb import session

    ch = session.Session(f"{work}/clickhouse")
    ch.query("CREATE DATABASE f")
    # Sorted as the funnel reads it: its best layout.
    ch.query("CREATE TABLE f.e (person UInt32, t UInt64, m UInt32) ENGINE = MergeTree ORDER BY (person, t)")
    ch.query(f"INSERT INTO f.e SELECT * FROM file('{file}', 'RowBinary', 'person UInt32, t UInt64, m UInt32')")
    ch.query("OPTIMIZE TABLE f.e FINAL")
    sql = f"""
        SELECT level, count() FROM (
          SELECT windowFunnel({WINDOW})(t, bitTest(m, 0), bitTest(m, 1), bitTest(m, 2)) AS level
          FROM f.e {{}} GROUP BY person) GROUP BY level ORDER BY level
        SETTINGS max_threads = 1, optimize_aggregation_in_order = 1"""
    text = lambda where: str(ch.query(sql.format(where), "CSV"))
    rows = int(str(ch.query("SELECT count() FROM f.e", "CSV")))
    for name, where in (("windowFunnel", ""), ("events of steps only", "WHERE m > 0")):
        seconds, result = median(lambda: text(where))
        show(name, rows, seconds, [int(line.split(",")[1]) for line in result.split()], ours)


def duckdb_(file, work, ours):
    import duckdb

    db = duckdb.connect(f"{work}/duck.db")
    db.execute("SET threads = 1")
    import numpy

    e = numpy.fromfile(file, dtype=[("person", "<u4"), ("t", "<u8"), ("m", "<u4")])
    columns = {name: numpy.ascontiguousarray(e[name]) for name in e.dtype.names}
    db.execute("CREATE TABLE e AS SELECT * FROM columns")
    # Each step after the latest start, by window functions: a funnel in SQL that lists, as most do, the first
    # step's latest time before each event. For disjoint steps it reaches what the best path reaches.
    sql = f"""
        WITH a AS (SELECT person, t, m, max(CASE WHEN m = 1 THEN t END) OVER w AS s1 FROM e WHERE m > 0
                   WINDOW w AS (PARTITION BY person ORDER BY t, m)),
             b AS (SELECT *, max(CASE WHEN m = 2 AND t - s1 <= {WINDOW} THEN s1 END) OVER w AS s2 FROM a
                   WINDOW w AS (PARTITION BY person ORDER BY t, m)),
             c AS (SELECT person, CASE WHEN m = 4 AND t - s2 <= {WINDOW} THEN 3 WHEN m = 2 AND t - s1 <= {WINDOW} THEN 2
                   WHEN m = 1 THEN 1 ELSE 0 END AS level FROM b)
        SELECT level, count(*) FROM (SELECT person, max(level) AS level FROM c GROUP BY person) GROUP BY level ORDER BY level"""
    rows = db.execute("SELECT count(*) FROM e").fetchone()[0]
    persons = db.execute("SELECT count(DISTINCT person) FROM e").fetchone()[0]
    seconds, result = median(lambda: db.execute(sql).fetchall())
    reached = dict(result)
    reached[0] = persons - sum(count for level, count in reached.items() if level > 0)
    show("window functions", rows, seconds, [reached.get(level, 0) for level in range(STEPS + 1)], ours)


if __name__ == "__main__":
    rows_file, folder, figures = sys.argv[1:]
    metricflow = Ours(figures)
    print("ClickHouse (chdb)")
    clickhouse(rows_file, folder, metricflow)
    print("DuckDB")
    duckdb_(rows_file, folder, metricflow)
