"""Tables of what `bench lake` measured, one lake after the other, and how rates grow with the number of events."""

import json
import re
import sys


def seconds(state, name):
    wall, user, system = map(float, open(f"{state}/{name}.seconds").read().split())
    return wall, user + system


def events_of(table):
    count, _, megabytes = re.search(r"([0-9,]+) events in ([0-9,]+) files of ([0-9,]+) MB", table).groups()
    return int(count.replace(",", "")), int(megabytes.replace(",", ""))


def main(arguments):
    target = None
    if arguments[0] == "--json":
        target, arguments = arguments[1], arguments[2:]
    figures = {}
    rows = []
    for state in arguments:
        before, after = open(f"{state}/as-streamed.md").read(), open(f"{state}/compacted.md").read()
        events, _ = events_of(after)
        print(f"\n== {events:,} events, {state.rsplit('/', 1)[-1]} ==\n\nAs the stream leaves them:{before}\nCompacted:{after}")
        bytes_of = lambda table: float(re.search(r"\*\*all, with footers\*\* \| \*\*([0-9.]+)", table)[1])
        row = [f"{events:,}", f"{bytes_of(before):.1f}", f"{bytes_of(after):.1f}"]
        figures[f"events_{events}_bytes"] = bytes_of(after)
        for job in ("generate", "compact", "rollups"):
            wall, cpu = seconds(state, job)
            row += [f"{wall:,.0f}", f"{events / wall:,.0f}", f"{events / cpu:,.0f}"]
            figures[f"events_{events}_{job}_seconds"] = wall
            figures[f"events_{events}_{job}_per_core_second"] = round(events / cpu)
        rows.append(row)
    print("How it grows (a core: of CPU time, start of the JVM included):\n")
    print("| events | bytes an event as streamed | compacted |"
          + "".join(f" {job} s | events/s | events/s a core |" for job in ("generate", "compact", "rollups")))
    print("|" + "---|" * 12)
    for row in rows:
        print("| " + " | ".join(row) + " |")
    if target:
        json.dump(figures, open(target, "w"), indent=2)


if __name__ == "__main__":
    main(sys.argv[1:])
