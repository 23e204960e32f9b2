"""The questions of `bench query`, in the SQL of each engine. The answers must be the same rows."""

from dataclasses import dataclass, field

DAYS = "BETWEEN DATE '{first}' AND DATE '{last}'"
STEPS = [
    ("page_view", "/"),
    ("page_view", "/pricing"),
    ("sign_up", None),
    ("add_to_cart", None),
    ("purchase", None),
]
DAY_MILLIS = 86_400_000
# Weeks of the retention question, and what to divide the days since the first one by.
WEEKS = 4


@dataclass
class Question:
    """SQL by system; `ours` is what a user of MetricFlow gets, `raw` our functions over raw events."""

    name: str
    sql: dict = field(default_factory=dict)


def condition(step, quote_page=True):
    event, page = step
    return f"event = '{event}'" + (f" AND page = '{page}'" if page else "")


def any_of(steps):
    return " OR ".join(f"({condition(step)})" for step in steps)


def counts(steps, level="level"):
    return ", ".join(f"count_if({level} >= {k + 1})" for k in range(steps))


def mask(steps):
    return " + ".join(f"IF({condition(step)}, {1 << k}, 0)" for k, step in enumerate(steps))


def funnel(n, window_days, by_country, codes):
    steps, window = STEPS[:n], window_days * DAY_MILLIS
    group = ("country, ", " GROUP BY country") if by_country else ("", "")
    name = f"funnel, {n} steps" + (", by country" if by_country else "")
    return Question(
        name,
        {
            "ours": block_funnel_by_country(steps, window, codes) if by_country else block_funnel(steps, window, codes),
            "raw": f"""
                SELECT {group[0]}{counts(n)} FROM (
                  SELECT person_id, {'min_by(country, event_time) AS country, ' if by_country else ''}
                    funnel_steps_reached({n}, {window}, event_time, sequence, {mask(steps)}) AS level
                  FROM analytics.events WHERE project_id = 1 AND event_date {DAYS} AND ({any_of(steps)})
                  GROUP BY person_id){group[1]}""",
            "match_recognize": match_recognize(steps, window, by_country),
            "clickhouse": f"""
                SELECT {group[0]}{counts(n).replace('count_if', 'countIf')} FROM (
                  SELECT person, {'argMin(country, t) AS country, ' if by_country else ''}
                    windowFunnel({window})(t, {', '.join(condition(step) for step in steps)}) AS level
                  FROM e WHERE event_date {DAYS} AND ({any_of(steps)}) GROUP BY person){group[1]}
                SETTINGS optimize_aggregation_in_order = 1""",
            "duckdb": duckdb_funnel(steps, window, by_country),
        },
    )


def question_of(steps, window, masks):
    """What `funnel` takes as its first argument: about the days asked for, which are whole in UTC."""
    return f"""funnel_question({len(steps)}, {window}, 'ordered', CAST(TIMESTAMP '{{first}} 00:00:00.000 UTC' AS timestamp(3) with time zone),
            CAST(TIMESTAMP '{{last}} 23:59:59.999 UTC' AS timestamp(3) with time zone), {masks})"""


# What aggregates over blocks take of the days asked for, with a table `question`.
BLOCK_PARTS = f"""SELECT part FROM tables.timeline_blocks CROSS JOIN question CROSS JOIN UNNEST(timeline_parts(question, block)) AS parts(part)
            WHERE project_id = 1 AND event_date {DAYS}
            UNION ALL SELECT question_part(question, bucket) FROM question CROSS JOIN UNNEST(sequence(0, 255)) AS buckets(bucket)"""


def step_masks(steps, codes):
    of = [f"BIGINT '{codes[step]}'" for step in steps]
    return f"MAP(ARRAY[{', '.join(of)}], ARRAY[{', '.join(f'BIGINT {chr(39)}{1 << k}{chr(39)}' for k in range(len(of)))}])"


def block_funnel(steps, window, codes):
    """Over timeline_blocks, as the API asks; nobody is somebody else by now."""
    question = question_of(steps, window, step_masks(steps, codes) + ", MAP()")
    return f"""
        WITH question AS (SELECT {question} AS question)
        SELECT {', '.join(f'coalesce(sum(f[{k + 1}]), 0)' for k in range(len(steps)))} FROM (
          SELECT funnel_counts(part) AS f FROM (
            {BLOCK_PARTS})
          GROUP BY part_bucket(part))"""


def block_funnel_by_country(steps, window, codes):
    """The same by the country at the first step, which the contexts of events tell."""
    question = question_of(steps, window, step_masks(steps, codes) + ", MAP()")
    in_contexts = BLOCK_PARTS.replace("timeline_parts(question, block)", "timeline_parts(question, block, contexts)")
    return f"""
        WITH question AS (
          SELECT in_contexts({question}, map_agg(CAST(code AS bigint), BIGINT '{(1 << len(steps)) - 1}'),
            map_agg(CAST(code AS bigint), coalesce('=' || country, '~'))) AS question
          FROM tables.timeline_contexts WHERE project_id = 1)
        SELECT IF(g.event_group <> '~', substr(g.event_group, 2)), {', '.join(f'sum(g.reached[{k + 1}])' for k in range(len(steps)))} FROM (
          SELECT funnel_counts_by_group(part) AS f FROM (
            {in_contexts})
          GROUP BY part_bucket(part)) CROSS JOIN UNNEST(f) AS g(event_group, reached) GROUP BY 1"""


def block_pages_by_persons():
    """Over timeline_blocks, as the API asks: a page view's code tells its page."""
    from_, before = (f"CAST(TIMESTAMP '{{{day}}} 00:00:00.000 UTC' AS timestamp(3) with time zone)" for day in ("first", "last"))
    return f"""
        WITH question AS (
          SELECT in_groups(intervals_question(1, ARRAY[], {from_}, {before} + INTERVAL '1' DAY,
              map_agg(CAST(code AS bigint), IF(event = 'page_view', BIGINT '1', 0)), MAP()),
            map_agg(CAST(code AS bigint), coalesce('=' || page, '~'))) AS question
          FROM tables.timeline_codes WHERE project_id = 1)
        SELECT IF(k.event_group <> '~', substr(k.event_group, 2)) AS page, sum(k.persons) FROM (
          SELECT active_intervals_by_group(part) AS alike FROM (
            {BLOCK_PARTS})
          GROUP BY part_bucket(part)) CROSS JOIN UNNEST(alike) AS k(event_group, sets, persons)
        GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 10"""


def block_events_of_some():
    """Over timeline_blocks, as the API asks: who signed up is looked up for each bucket, then their page views are counted."""
    from_, before = (f"CAST(TIMESTAMP '{{{day}}} 00:00:00.000 UTC' AS timestamp(3) with time zone)" for day in ("first", "last"))
    time = f"{from_}, {before} + INTERVAL '1' DAY"
    codes = "(SELECT map_agg(CAST(code AS bigint), BIGINT '1') FROM tables.timeline_codes WHERE project_id = 1 AND event = '{event}')"
    did = f"did_question(1, {2**63 - 1}, {time}, {codes.replace('{event}', 'sign_up')}, MAP())"
    parts = BLOCK_PARTS.replace("timeline_parts(question, block)", "timeline_parts(question, block, contexts, 1 + 2)")
    return f"""
        WITH question AS (
          SELECT for_persons(
            in_contexts(counts_question(1, ARRAY[], {time}, {codes.replace('{event}', 'page_view')}, MAP()),
              map_agg(CAST(code AS bigint), BIGINT '1'), map_agg(CAST(code AS bigint), coalesce('=' || device, '~'))),
            ARRAY[{did}], ARRAY[0, -1]) AS question
          FROM tables.timeline_contexts WHERE project_id = 1)
        SELECT IF(c.event_group <> '~', substr(c.event_group, 2)), sum(c.events) FROM (
          SELECT event_counts(part) AS counts FROM (
            {parts})
          GROUP BY part_bucket(part)) CROSS JOIN UNNEST(counts) AS c(interval_number, set_number, event_group, events) GROUP BY 1"""


def match_recognize(steps, window, by_country):
    names = [f"S{k + 1}" for k in range(len(steps))]
    pattern = names[-1]
    # Each step further is optional and preferred: the first match from a start is its longest, and all starts are tried.
    tail = ""
    for name in reversed(names[1:]):
        tail = f"(X*? {name}{' ' + tail if tail else ''})?"
    pattern = f"{names[0]} {tail}"
    define = ",\n".join(
        f"{name} AS step = {k + 1}" + (f" AND to_milliseconds(event_time - FIRST(S1.event_time)) <= {window}" if k else "")
        for k, name in enumerate(names)
    )
    level = "coalesce(" + ", ".join(f"IF(CLASSIFIER() = 'S{k + 1}', {k + 1})" for k in reversed(range(len(steps)))) + ", 0)"
    step = "CASE " + " ".join(f"WHEN {condition(s)} THEN {k + 1}" for k, s in enumerate(steps)) + " END"
    return f"""
        SELECT {'country, ' if by_country else ''}{counts(len(steps))} FROM (
          SELECT person_id, {'min_by(country, start) AS country, ' if by_country else ''} max(level) AS level FROM (
            SELECT person_id, country, event_time, {step} AS step
            FROM analytics.events WHERE project_id = 1 AND event_date {DAYS} AND ({any_of(steps)}))
          MATCH_RECOGNIZE (PARTITION BY person_id ORDER BY event_time
            MEASURES LAST(step, 0) AS last_step, {level} AS level, FIRST(S1.country) AS country, FIRST(S1.event_time) AS start
            ONE ROW PER MATCH AFTER MATCH SKIP TO NEXT ROW
            PATTERN ({pattern}) DEFINE {define})
          GROUP BY person_id){' GROUP BY country' if by_country else ''}"""


def duckdb_funnel(steps, window, by_country):
    """Window functions: at each event of a step, the latest start of a path that stands at the step before."""
    step = "CASE " + " ".join(f"WHEN {condition(s)} THEN {k + 1}" for k, s in enumerate(steps)) + " END"
    sql = f"WITH s1 AS (SELECT person, t, country, {step} AS step, CASE WHEN step = 1 THEN t END AS p1 FROM e WHERE event_date {DAYS} AND ({any_of(steps)}))"
    for k in range(2, len(steps) + 1):
        sql += f""",
            s{k} AS (SELECT *, CASE WHEN step = {k} AND t - m{k - 1} <= {window} THEN m{k - 1} END AS p{k} FROM (
              SELECT *, max(p{k - 1}) OVER (PARTITION BY person ORDER BY t) AS m{k - 1} FROM s{k - 1}))"""
    level = "CASE " + " ".join(f"WHEN count(p{k}) > 0 THEN {k}" for k in range(len(steps), 0, -1)) + " ELSE 0 END"
    return sql + f"""
        SELECT {'country, ' if by_country else ''}{counts(len(steps))} FROM (
          SELECT person, {'arg_min(country, t) AS country, ' if by_country else ''} {level} AS level
          FROM s{len(steps)} GROUP BY person){' GROUP BY country' if by_country else ''}"""


def promoted_segmentation(range_, promotion):
    """As the compiler reads it: rows of the promotion by its column, the others by their JSON. The peers have a column too."""
    number, column = promotion
    what = "SELECT device, count(*), sum(load_ms) FROM e"
    where = f"WHERE event_date {DAYS} AND event = 'page_view' AND load_ms > 700 GROUP BY 1"
    return Question(
        "segmentation, property promoted",
        {
            "ours": f"""
                WITH e AS (
                  SELECT device, {column} AS load_ms FROM tables.events
                  WHERE {range_} AND event = 'page_view' AND promotion = {number}
                  UNION ALL
                  SELECT device, property_number(properties, 'load_ms') FROM tables.events
                  WHERE {range_} AND event = 'page_view' AND (promotion IS NULL OR promotion <> {number}))
                SELECT device, count(*), sum(load_ms) FROM e WHERE load_ms > 700 GROUP BY 1""",
            "clickhouse": f"{what} {where}",
            "duckdb": f"{what} {where}",
        },
    )


def block_retention():
    """Over timeline_blocks and first times, as the API asks; nobody is somebody else by now."""
    start = "CAST(TIMESTAMP '{first} 00:00:00.000 UTC' AS timestamp(3) with time zone)"
    return f"""
        WITH question AS (
          SELECT intervals_question(2, transform(sequence(0, {7 * WEEKS}, 7), d -> {start} + d * INTERVAL '1' DAY),
            CAST(TIMESTAMP '1970-01-01 00:00:00.000 UTC' AS timestamp(3) with time zone),
            CAST(TIMESTAMP '{{last}} 00:00:00.000 UTC' AS timestamp(3) with time zone) + INTERVAL '1' DAY,
            map_agg(CAST(code AS bigint), IF(event = 'sign_up', BIGINT '3', 2)), MAP()) AS question
          FROM tables.timeline_codes WHERE project_id = 1)
        SELECT k.start - 1, k.later, k.persons FROM (
          SELECT interval_cohorts(bitwise_and(bitwise_and(sets[1], -sets[1]), -2), sets[2], persons) AS cohorts FROM (
            SELECT active_intervals(part) AS alike FROM (
              {BLOCK_PARTS}
              UNION ALL SELECT event_part(from_big_endian_64(xxhash64(to_utf8(person_id))), first_event_time, NULL, 1)
                FROM tables.first_seen WHERE project_id = 1 AND event = 'sign_up' AND event_date < DATE '{{first}}')
            GROUP BY part_bucket(part)) CROSS JOIN UNNEST(alike) AS a(sets, persons)) CROSS JOIN UNNEST(cohorts) AS k(start, later, persons)"""


def others(promotion):
    range_ = f"project_id = 1 AND event_date {DAYS}"
    return [
        Question(
            "daily active users by country",
            {
                "ours": f"SELECT event_date, value, persons FROM tables.daily_metrics WHERE dimension = 'country' AND {range_}",
                "raw": f"SELECT event_date, country, count(DISTINCT person_id) FROM analytics.events WHERE {range_} GROUP BY 1, 2",
                "clickhouse": f"SELECT event_date, country, uniqExact(person) FROM e WHERE event_date {DAYS} GROUP BY 1, 2",
                "duckdb": f"SELECT event_date, country, count(DISTINCT person) FROM e WHERE event_date {DAYS} GROUP BY 1, 2",
            },
        ),
        Question(
            "events by country and day",
            {
                "ours": f"SELECT event_date, value, events FROM tables.daily_metrics WHERE dimension = 'country' AND {range_}",
                "raw": f"SELECT event_date, country, count(*) FROM tables.events WHERE {range_} GROUP BY 1, 2",
                "clickhouse": f"SELECT event_date, country, count() FROM e WHERE event_date {DAYS} GROUP BY 1, 2",
                "duckdb": f"SELECT event_date, country, count(*) FROM e WHERE event_date {DAYS} GROUP BY 1, 2",
            },
        ),
        Question(
            "page views by country and device",
            {
                "ours": f"""SELECT country, device, sum(events) FROM tables.hourly_contexts WHERE event = 'page_view' AND {range_} GROUP BY 1, 2""",
                "raw": f"SELECT country, device, count(*) FROM tables.events WHERE event = 'page_view' AND {range_} GROUP BY 1, 2",
                "clickhouse": f"SELECT country, device, count() FROM e WHERE event = 'page_view' AND event_date {DAYS} GROUP BY 1, 2",
                "duckdb": f"SELECT country, device, count(*) FROM e WHERE event = 'page_view' AND event_date {DAYS} GROUP BY 1, 2",
            },
        ),
        Question(
            "segmentation, property not promoted",
            {
                "ours": f"""
                    SELECT device, count(*), sum(load_ms) FROM (
                      SELECT device, property_number(properties, 'load_ms') AS load_ms FROM tables.events
                      WHERE {range_} AND event = 'page_view')
                    WHERE load_ms > 700 GROUP BY 1""",
                "clickhouse": f"""
                    SELECT device, count(), sum(properties.load_ms::Int64)
                    FROM e WHERE event_date {DAYS} AND event = 'page_view' AND properties.load_ms::Int64 > 700 GROUP BY 1""",
                "duckdb": f"""
                    SELECT device, count(*), sum((properties->>'$.load_ms')::BIGINT)
                    FROM e WHERE event_date {DAYS} AND event = 'page_view' AND (properties->>'$.load_ms')::BIGINT > 700 GROUP BY 1""",
            },
        ),
        *([promoted_segmentation(range_, promotion)] if promotion else []),
        Question(
            "weekly retention of new users",
            {
                "ours": block_retention(),
                "clickhouse": f"""
                    WITH cohorts AS (
                      SELECT person, intDiv(dateDiff('day', DATE '{{first}}', min(event_date)), 7) AS cohort
                      FROM e WHERE event = 'sign_up' GROUP BY person HAVING min(event_date) {DAYS})
                    SELECT cohort, week - cohort, count() FROM (
                      SELECT DISTINCT person, intDiv(dateDiff('day', DATE '{{first}}', event_date), 7) AS week
                      FROM e WHERE event_date {DAYS} AND person IN (SELECT person FROM cohorts)) AS active
                    JOIN cohorts USING (person) WHERE week >= cohort GROUP BY 1, 2""",
                "duckdb": f"""
                    WITH cohorts AS (
                      SELECT person, date_diff('day', DATE '{{first}}', min(event_date)) // 7 AS cohort
                      FROM e WHERE event = 'sign_up' GROUP BY person HAVING min(event_date) {DAYS})
                    SELECT cohort, week - cohort, count(DISTINCT person)
                    FROM (SELECT person, date_diff('day', DATE '{{first}}', event_date) // 7 AS week FROM e WHERE event_date {DAYS})
                    JOIN cohorts USING (person) WHERE week >= cohort GROUP BY 1, 2""",
            },
        ),
        Question(
            "page views of who signed up, by device",
            {
                "ours": block_events_of_some(),
                "raw": f"""
                    SELECT device, count(*) FROM analytics.events WHERE {range_} AND event = 'page_view'
                      AND person_id IN (SELECT person_id FROM analytics.events WHERE {range_} AND event = 'sign_up') GROUP BY 1""",
                "clickhouse": f"""
                    SELECT device, count() FROM e WHERE event_date {DAYS} AND event = 'page_view'
                      AND person IN (SELECT person FROM e WHERE event_date {DAYS} AND event = 'sign_up') GROUP BY 1""",
                "duckdb": f"""
                    SELECT device, count(*) FROM e WHERE event_date {DAYS} AND event = 'page_view'
                      AND person IN (SELECT person FROM e WHERE event_date {DAYS} AND event = 'sign_up') GROUP BY 1""",
            },
        ),
        Question(
            "top 10 pages by events",
            {
                "ours": f"SELECT value, sum(events) FROM tables.daily_metrics WHERE dimension = 'page' AND {range_} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 10",
                "raw": f"SELECT page, count(*) FROM tables.events WHERE {range_} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 10",
                "clickhouse": f"SELECT page, count() FROM e WHERE event_date {DAYS} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 10",
                "duckdb": f"SELECT page, count(*) FROM e WHERE event_date {DAYS} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 10",
            },
        ),
        Question(
            "top 10 pages by persons who saw them",
            {
                "ours": block_pages_by_persons(),
                "raw": f"SELECT page, count(DISTINCT person_id) FROM analytics.events WHERE {range_} AND event = 'page_view' GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 10",
                "clickhouse": f"SELECT page, uniqExact(person) FROM e WHERE event_date {DAYS} AND event = 'page_view' GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 10",
                "duckdb": f"SELECT page, count(DISTINCT person) FROM e WHERE event_date {DAYS} AND event = 'page_view' GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 10",
            },
        ),
    ]


def questions(codes, promotion):
    """All of them; `codes` gives the code of each step in timelines, `promotion` number and column of that of the load time, if any."""
    funnels = [funnel(n, days, by, codes) for n, days in ((3, 7), (5, 14)) for by in (False, True)]
    return funnels + others(promotion)
