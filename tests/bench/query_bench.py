"""Asks all engines the same questions about the same events; fails when their answers differ.

usage: query_bench.py LAKE TRINO WORK FIRST LAST WARM_UP ROUNDS SYSTEMS ONLY [JSON]
"""

import json
import os
import shutil
import statistics
import sys
import time

import query_engines
import query_questions
from query_engines import Failed, same_form

NAMES = {"ours": "MetricFlow", "raw": "raw events in Trino", "match_recognize": "MATCH_RECOGNIZE", "clickhouse": "ClickHouse", "duckdb": "DuckDB"}
# Asked once: it takes longer than all others together.
ONCE = {"match_recognize"}
# With answers of less than a tenth of a second the scheduler's whims matter more: asked more often.
SHORT_SECONDS, SHORT_ROUNDS = 0.3, 15


def say(text):
    print(text, flush=True)


def link_files(trino, lake, table, target):
    """The table's files of now, side by side in a folder of their own, without copying."""
    shutil.rmtree(target, ignore_errors=True)
    os.makedirs(target)
    for number, (path,) in enumerate(trino.ask(f'SELECT DISTINCT "$path" FROM tables.{table}').rows):
        os.link(f"{lake}/{path.split('/lake/', 1)[1]}", f"{target}/{number:06d}.parquet")


def step_codes(trino):
    codes = {}
    for event, page, code in trino.ask("SELECT event, page, code FROM tables.timeline_codes WHERE project_id = 1").rows:
        codes[(event, page)] = code
    return {step: codes[step] for step in query_questions.STEPS}


def promotion(trino):
    """Number and column of the promotion of the load time of pages, if there is one."""
    rows = trino.ask("SELECT promotion, slot FROM tables.promoted_properties WHERE project_id = 1 AND property = 'load_ms' AND kind = 'number'").rows
    if not rows:
        return None
    number, slot = max(rows)
    return number, f"promoted_number_{slot}"


def measure(engine, sql, warm_up, rounds):
    """The first answer, then the medians of seconds and of CPU seconds of those after the ones that are not counted."""
    first = engine.ask(sql)
    if rounds == 0:
        return first, first.seconds, first.cpu
    if first.seconds < SHORT_SECONDS:
        rounds = max(rounds, SHORT_ROUNDS)
    answers = [engine.ask(sql) for _ in range(warm_up + rounds)][warm_up:]
    return first, statistics.median(a.seconds for a in answers), statistics.median(a.cpu for a in answers)


def ask_all(question, engines, warm_up, rounds, dates):
    answers, expected = {}, None
    for system, sql in question.sql.items():
        engine = engines.get(system)
        if engine is None:
            continue
        say(f"  {question.name}: {NAMES[system]} ...")
        try:
            first, warm, cpu = measure(engine, sql.format(**dates), warm_up, 0 if system in ONCE else rounds)
        except Failed as failed:
            say(f"  {question.name}: {NAMES[system]} gave no answer: {failed}")
            answers[system] = None
            continue
        rows = same_form(first.rows)
        if expected is None:
            expected = rows
        elif rows != expected:
            different = [pair for pair in zip(expected, rows) if pair[0] != pair[1]][:3]
            sys.exit(f"ANSWERS DIFFER: {question.name}: {NAMES[system]} has {len(rows)} rows, the first engine {len(expected)}.\n"
                     f"  first differences: {different}\n  {sql.format(**dates)}")
        answers[system] = {"cold": first.seconds, "warm": warm, "cpu": cpu, "bytes": first.bytes}
    return answers


def table(results):
    systems = [system for system in NAMES if any(system in answers for answers in results.values())]
    print("\nMilliseconds, cold (the first time it was asked) / warm (median), in brackets of CPU when warm: on a machine that does")
    print("other work too, compare these. MB is what MetricFlow read; the ratio is ClickHouse's warm time to ours, in brackets of CPU.\n")
    print("| question | MB | " + " | ".join(NAMES[system] for system in systems) + " | ClickHouse / MetricFlow |")
    print("|---|---|" + "---|" * (len(systems) + 1))
    for name, answers in results.items():
        cells = []
        for system in systems:
            answer = answers.get(system)
            if answer is None:
                cells.append("no answer" if system in answers else "-")
            elif system in ONCE:
                cells.append(f"{answer['cold'] * 1000:,.0f} once ({answer['cpu'] * 1000:,.0f})")
            else:
                cells.append(f"{answer['cold'] * 1000:,.0f} / {answer['warm'] * 1000:,.0f} ({answer['cpu'] * 1000:,.0f})")
        ours, theirs = answers.get("ours"), answers.get("clickhouse")
        ratio = f"{theirs['warm'] / ours['warm']:.2f} ({theirs['cpu'] / max(ours['cpu'], 0.001):.2f})" if ours and theirs else "-"
        print(f"| {name} | {ours['bytes'] / 1e6 if ours else 0:,.1f} | " + " | ".join(cells) + f" | {ratio} |")


def flat(results):
    figures = {}
    for name, answers in results.items():
        key = "".join(c if c.isalnum() else "_" for c in name).replace("__", "_")
        for system, answer in answers.items():
            if answer:
                figures[f"{key}_{system}_cold_seconds"] = round(answer["cold"], 4)
                figures[f"{key}_{system}_warm_seconds"] = round(answer["warm"], 4)
                figures[f"{key}_{system}_warm_cpu_seconds"] = round(answer["cpu"], 4)
    return figures


def main(lake, address, work, first, last, warm_up, rounds, systems, only, target=None):
    wanted = systems.split(",")
    trino = query_engines.Trino(address)
    events = trino.ask("SELECT count(*) FROM tables.events").rows[0][0]
    engines = {system: trino for system in ("ours", "raw", "match_recognize") if system in wanted}
    os.makedirs(work, exist_ok=True)
    peers = {"clickhouse": lambda: query_engines.ClickHouse(f"{work}/clickhouse"), "duckdb": lambda: query_engines.DuckDb(f"{work}/duck.db")}
    if any(system in wanted for system in peers):
        link_files(trino, lake, "events", f"{work}/events")
        link_files(trino, lake, "person_map", f"{work}/persons")
    for system, make in peers.items():
        if system in wanted:
            began = time.perf_counter()
            engines[system] = make()
            say(f"  {NAMES[system]}: loading {events:,} events, or what was kept of them ...")
            engines[system].load(f"{work}/events", f"{work}/persons")
            count = int(engines[system].ask("SELECT count(*) FROM e").rows[0][0])
            say(f"  {NAMES[system]}: {count:,} events, {engines[system].size() / 1e6:,.0f} MB ({time.perf_counter() - began:.0f} s)")
            if count != events:
                sys.exit(f"{NAMES[system]} holds {count} events, the lake {events}: remove {work} and run again")
    results = {}
    for question in query_questions.questions(step_codes(trino), promotion(trino)):
        if only and not any(text in question.name for text in only.split(",")):
            continue
        results[question.name] = ask_all(question, engines, int(warm_up), int(rounds), {"first": first, "last": last})
    print(f"\n{events:,} events; questions about {first} to {last}. All engines gave the same answers.")
    table(results)
    if target:
        with open(target, "w") as out:
            json.dump(flat(results), out, indent=2)


if __name__ == "__main__":
    main(*sys.argv[1:])
