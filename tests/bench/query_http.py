"""The same questions through `POST /v1/query`: what the API adds to Trino, and how fast an answer it keeps comes back.

usage: query_http.py API READ_KEY TRINO FIRST LAST ROUNDS
"""

import json
import statistics
import sys
import time
import urllib.request

import query_engines

KEPT_ROUNDS = 200


def question_set(first, last):
    """Questions that differ by a number, so that none is answered by what was kept of another."""
    days = {"from": first, "to": last}
    landing, pricing = ({"event": "page_view", "filters": [{"property": "page", "operator": "equals", "value": page}]} for page in ("/", "/pricing"))
    return {
        "funnel, 3 steps": lambda i: {"kind": "funnel", **days, "conversion_window_seconds": 7 * 86_400 + i, "steps": [landing, pricing, {"event": "sign_up"}]},
        "daily active users by country": lambda i: {"kind": "daily_active_users", **days, "dimension": "country", "limit": 3 + i % 17},
        "events by country and day": lambda i: {"kind": "trends", **days, "series": [{"measure": "count"}], "breakdown": ["country"], "limit": 3 + i % 17},
        "weekly retention of new users": lambda i: {
            "kind": "retention", **days, "interval": "week", "cohort": "first_time", "start": {"event": "sign_up"}, "intervals": 1 + i % 60},
        "daily retention of all users": lambda i: {"kind": "retention", **days, "interval": "day", "start": {"event": "page_view"}, "intervals": 1 + i % 60},
        "pages after the prices": lambda i: {
            "kind": "paths", **days, "over": "pages", "depth": 3, "limit": 3 + i % 17, "after": {"event": "page_view", "filter": pricing["filters"][0]}},
        "sessions from landing to sign-up": lambda i: {
            "kind": "funnel", **days, "count": "sessions", "conversion_window_seconds": 7 * 86_400 + i, "steps": [landing, {"event": "sign_up"}]},
        "persons by device and day": lambda i: {"kind": "trends", **days, "series": [{"event": "page_view", "measure": "uniques"}], "breakdown": ["device"], "limit": 3 + i % 17},
        "page views by country and device": lambda i: {
            "kind": "trends", **days, "series": [{"event": "page_view", "measure": "count"}], "breakdown": ["country", "device"], "limit": 3 + i % 17},
        "page views and who made them, by country": lambda i: {
            "kind": "trends", **days, "breakdown": ["country"], "limit": 3 + i % 17,
            "series": [{"event": "page_view", "measure": measure} for measure in ("count", "uniques", "per_user")]},
    }


class Api:
    def __init__(self, address, key):
        self.url, self.key = f"{address}/v1/query", key

    def ask(self, question):
        request = urllib.request.Request(
            self.url, json.dumps(question).encode(), {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"})
        start = time.perf_counter()
        with urllib.request.urlopen(request, timeout=300) as answer:
            body = json.load(answer)
        return body, time.perf_counter() - start


def measure(api, trino, make, rounds):
    number = int(time.time()) % 500
    api.ask(make(number))
    through, direct = [], []
    for i in range(1, rounds + 1):
        answer, seconds = api.ask(make(number + i))
        through.append(seconds)
        direct.append(sum(trino.ask(statement).seconds for statement in answer["sql"].split(";\n")))
    kept = sorted(api.ask(make(number + rounds))[1] for _ in range(KEPT_ROUNDS))
    return answer, statistics.median(through), statistics.median(direct), kept


def main(address, key, trino_address, first, last, rounds):
    api, trino = Api(address, key), query_engines.Trino(trino_address)
    print("\nThrough the API, milliseconds (medians; `kept` is the same question again):\n")
    print("| question | source | API | its SQL in Trino alone | API adds | kept p50 / p95 | MB |")
    print("|---|---|---|---|---|---|---|")
    for name, make in question_set(first, last).items():
        answer, through, direct, kept = measure(api, trino, make, int(rounds))
        print(f"| {name} | {answer['source']} | {through * 1000:,.0f} | {direct * 1000:,.0f} | {(through - direct) * 1000:,.0f} "
              f"| {kept[len(kept) // 2] * 1000:.1f} / {kept[len(kept) * 95 // 100] * 1000:.1f} | {answer['bytes_scanned'] / 1e6:,.1f} |")


if __name__ == "__main__":
    main(*sys.argv[1:])
