"""Many users who ask mixed questions at once, each the next as soon as the last is answered.

usage: serve_crowd.py HOST:PORT READ_KEY FIRST LAST USERS SECONDS
"""

import collections
import http.client
import json
import random
import sys
import threading
import time

import query_http

OF_EACH = 10


def questions(first, last):
    """Some questions of each sort, as a team's dashboards would ask them."""
    days = {"from": first, "to": last}
    makers = list(query_http.question_set(first, last).values())
    makers.append(lambda i: {"kind": "segmentation", **days, "series": [{"event": "page_view", "measure": "uniques"}], "breakdown": ["country"], "limit": 3 + i})
    makers.append(lambda i: {"kind": "retention", **days, "interval": "week", "intervals": 1 + i})
    makers.append(lambda i: {"kind": "stickiness", **days, "interval": "day", "events": {"event": ["page_view", "sign_up"][: 1 + i % 2], "filter": {"property": "page", "operator": "contains", "value": str(i)}}})
    return [json.dumps(make(i)).encode() for make in makers for i in range(OF_EACH)]


class User(threading.Thread):
    def __init__(self, address, headers, asked, until, seed):
        super().__init__()
        self.address, self.headers, self.asked, self.until = address, headers, asked, until
        self.random, self.taken, self.answers = random.Random(seed), [], collections.Counter()

    def run(self):
        connection = http.client.HTTPConnection(self.address, timeout=120)
        while time.monotonic() < self.until:
            start = time.perf_counter()
            try:
                connection.request("POST", "/v1/query", self.random.choice(self.asked), self.headers)
                answer = connection.getresponse()
                answer.read()
                name = answer.getheader("X-Answer") if answer.status == 200 else f"error {answer.status}"
            except OSError as error:
                connection.close()
                name = f"error {type(error).__name__}"
            self.taken.append(time.perf_counter() - start)
            self.answers[name] += 1


def crowd(address, headers, asked, users, seconds):
    until = time.monotonic() + seconds
    all_users = [User(address, headers, asked, until, seed) for seed in range(users)]
    for user in all_users:
        user.start()
    for user in all_users:
        user.join()
    taken = sorted(second for user in all_users for second in user.taken)
    answers = sum((user.answers for user in all_users), collections.Counter())
    return taken, answers


def main(address, key, first, last, users, seconds):
    asked = questions(first, last)
    key = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    print(f"\n{users} users at once, {len(asked)} questions of {len(asked) // OF_EACH} sorts, milliseconds:\n")
    print("| answers | questions/s | p50 | p95 | p99 | errors | computed / shared / kept |")
    print("|---|---|---|---|---|---|---|")
    for name, headers in (("each computed anew", {**key, "Cache-Control": "no-cache"}), ("kept while good", key)):
        taken, answers = crowd(address, headers, asked, int(users), int(seconds))
        at = lambda share: taken[min(len(taken) - 1, int(len(taken) * share))] * 1000
        errors = {name: count for name, count in answers.items() if name.startswith("error")}
        print(f"| {name} | {len(taken) / int(seconds):,.1f} | {at(0.5):,.1f} | {at(0.95):,.1f} | {at(0.99):,.1f} | {errors or 'none'} "
              f"| {answers['computed']} / {answers['shared']} / {answers['kept']} |")


if __name__ == "__main__":
    main(*sys.argv[1:])
