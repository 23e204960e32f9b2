"""The questions of `./metricflow bench query`, in the SQL of each engine; every text gives the same rows."""

DAY_MILLIS = 86_400_000
LANDING = "event = 'page_view' AND page = '/'"
THREE_STEPS = [LANDING, "event = 'sign_up'", "event = 'purchase'"]
FIVE_STEPS = [
    LANDING,
    "event = 'page_view' AND page = '/pricing'",
    "event = 'page_view' AND page = '/signup'",
    "event = 'sign_up'",
    "event = 'purchase'",
]


def counts(steps):
    return ", ".join(f"{{count_if}}(reached >= {step + 1})" for step in range(len(steps)))


def mask(steps):
    return " + ".join(f"IF({condition}, {1 << step}, 0)" for step, condition in enumerate(steps))


def any_step(steps):
    return "(" + " OR ".join(f"({condition})" for condition in steps) + ")"


class Trino:
    """Our SQL, of one project and of the days from `first` to `last`."""

    def __init__(self, project, first, last):
        self.days = f"project_id = {project} AND event_date BETWEEN DATE '{first}' AND DATE '{last}'"

    def daily_active_users(self):
        return f"""SELECT CAST(event_date AS varchar), value, persons FROM analytics.daily_metrics
            WHERE {self.days} AND dimension = 'country'"""

    def funnel(self, steps, by=None):
        return f"""SELECT {f"by_value, " if by else ""}{counts(steps).format(count_if="count_if")} FROM (
              SELECT {f"min({by}) AS by_value, " if by else ""}
                funnel_steps_reached({len(steps)}, {DAY_MILLIS}, event_time, sequence, step_mask) AS reached
              FROM (SELECT person_id, event_time, sequence, {mask(steps)} AS step_mask {f", {by}" if by else ""}
                    FROM analytics.events WHERE {self.days} AND {any_step(steps)})
              GROUP BY person_id)
            {"GROUP BY by_value" if by else ""}"""

    def match_recognize(self, steps):
        within = f"event_time <= first(a.event_time) + INTERVAL '{DAY_MILLIS // 1000}' SECOND"
        names = [chr(ord("a") + step) for step in range(len(steps))]
        pattern = ""
        for name in reversed(names[1:]):
            pattern = f" (z*? {name}{pattern})?"
        define = ", ".join(
            f"{name} AS step_mask = {1 << step}" + (f" AND {within}" if step else "") for step, name in enumerate(names))
        level = " + ".join(f"count({name}.step_mask)" for name in names)
        return f"""SELECT {counts(steps).format(count_if="count_if")} FROM (
              SELECT person_id, max(level) AS reached FROM (
                SELECT person_id, event_time, sequence, {mask(steps)} AS step_mask
                FROM analytics.events WHERE {self.days} AND {any_step(steps)})
              MATCH_RECOGNIZE (
                PARTITION BY person_id ORDER BY event_time, sequence
                MEASURES {level} AS level
                ONE ROW PER MATCH AFTER MATCH SKIP TO NEXT ROW
                PATTERN (a{pattern})
                DEFINE {define})
              GROUP BY person_id)"""

    def segmentation(self):
        return f"""SELECT plan, count(DISTINCT person_id) FROM analytics.events
            WHERE {self.days} AND event = 'page_view' AND device = 'mobile' GROUP BY plan"""

    def property_segmentation(self):
        return f"""SELECT country, count(*) FROM analytics.events
            WHERE {self.days} AND event = 'page_view'
              AND CAST(json_extract_scalar(properties, '$.load_ms') AS integer) >= 900 GROUP BY country"""

    def retention(self):
        return f"""SELECT CAST(cohort AS varchar), n, count(*) FROM (
              SELECT person_id, retention('week', 'UTC', 'recurring', event_time, true, true) AS r
              FROM analytics.events WHERE {self.days} GROUP BY person_id)
            CROSS JOIN UNNEST(r) AS c(cohort, returned) CROSS JOIN UNNEST(returned) AS i(n) GROUP BY cohort, n"""

    def top_pages(self):
        return f"""SELECT page, count(*), count(DISTINCT person_id) FROM analytics.events
            WHERE {self.days} AND event = 'page_view' GROUP BY page ORDER BY 2 DESC, 1 LIMIT 10"""


class ClickHouse:
    """Over a table sorted by person and time, names as LowCardinality."""

    def daily_active_users(self):
        return "SELECT toString(toDate(t / 1000)) AS d, country, uniqExact(person) FROM m.e GROUP BY d, country"

    def funnel(self, steps, by=None):
        return f"""SELECT {"by_value, " if by else ""}{counts(steps).format(count_if="countIf")} FROM (
              SELECT {f"min({by}) AS by_value, " if by else ""}
                windowFunnel({DAY_MILLIS})(t, {", ".join(steps)}) AS reached
              FROM m.e WHERE {any_step(steps)} GROUP BY person)
            {"GROUP BY by_value" if by else ""}"""

    def segmentation(self):
        return """SELECT plan, uniqExact(person) FROM m.e
            WHERE event = 'page_view' AND device = 'mobile' GROUP BY plan"""

    def property_segmentation(self):
        return """SELECT country, count() FROM m.e
            WHERE event = 'page_view' AND JSONExtractInt(properties, 'load_ms') >= 900 GROUP BY country"""

    def retention(self):
        return """WITH w AS (SELECT DISTINCT person, toMonday(toDate(t / 1000)) AS week FROM m.e)
            SELECT toString(a.week), intDiv(b.week - a.week, 7) AS n, count() FROM w AS a JOIN w AS b ON a.person = b.person
            WHERE b.week >= a.week GROUP BY a.week, n"""

    def top_pages(self):
        return """SELECT page, count() AS c, uniqExact(person) FROM m.e
            WHERE event = 'page_view' GROUP BY page ORDER BY c DESC, page LIMIT 10"""


class DuckDb:
    """Over a table sorted by person and time."""

    def daily_active_users(self):
        return "SELECT CAST(epoch_ms(t)::DATE AS VARCHAR) AS d, country, count(DISTINCT person) FROM e GROUP BY d, country"

    def funnel(self, steps, by=None):
        case = " ".join(f"WHEN {condition} THEN {step}" for step, condition in enumerate(steps))
        tables = [f"s0 AS (SELECT person, t, sequence, {by or 'NULL'} AS by_value, CASE {case} END AS step FROM e WHERE {any_step(steps)})"]
        for step in range(1, len(steps)):
            start = "CASE WHEN step = 0 THEN t END" if step == 1 else (
                f"CASE WHEN step = {step - 1} AND t - start{step - 1} <= {DAY_MILLIS} THEN start{step - 1} END")
            tables.append(
                f"s{step} AS (SELECT *, max({start}) OVER (PARTITION BY person ORDER BY t, sequence) AS start{step} FROM s{step - 1})")
        level = " ".join(
            f"WHEN step = {step} AND t - start{step} <= {DAY_MILLIS} THEN {step + 1}" for step in range(len(steps) - 1, 0, -1))
        return f"""WITH {", ".join(tables)}, r AS (
              SELECT person, min(by_value) AS by_value, max(CASE {level} WHEN step = 0 THEN 1 ELSE 0 END) AS reached
              FROM s{len(steps) - 1} GROUP BY person)
            SELECT {"by_value, " if by else ""}{counts(steps).format(count_if="count_if")} FROM r {"GROUP BY by_value" if by else ""}"""

    def segmentation(self):
        return """SELECT plan, count(DISTINCT person) FROM e
            WHERE event = 'page_view' AND device = 'mobile' GROUP BY plan"""

    def property_segmentation(self):
        return """SELECT country, count(*) FROM e
            WHERE event = 'page_view' AND CAST(properties ->> '$.load_ms' AS INTEGER) >= 900 GROUP BY country"""

    def retention(self):
        return """WITH w AS (SELECT DISTINCT person, date_trunc('week', epoch_ms(t))::DATE AS week FROM e)
            SELECT CAST(a.week AS VARCHAR), (b.week - a.week) // 7 AS n, count(*) FROM w a JOIN w b ON a.person = b.person
            WHERE b.week >= a.week GROUP BY a.week, n"""

    def top_pages(self):
        return """SELECT page, count(*) AS c, count(DISTINCT person) FROM e
            WHERE event = 'page_view' GROUP BY page ORDER BY c DESC, page LIMIT 10"""


def questions(sql):
    """Name to SQL of one engine."""
    named = {
        "daily active users by country": sql.daily_active_users(),
        "funnel of 3 steps": sql.funnel(THREE_STEPS),
        "funnel of 5 steps": sql.funnel(FIVE_STEPS),
        "funnel of 3 steps by country": sql.funnel(THREE_STEPS, by="country"),
        "persons by plan on mobile": sql.segmentation(),
        "slow pages by country (JSON)": sql.property_segmentation(),
        "weekly retention": sql.retention(),
        "top pages": sql.top_pages(),
    }
    return named


def through_api(first, last):
    """The questions that the API is asked, as JSON."""
    period = {"from": str(first), "to": str(last)}
    landing = {"event": "page_view", "filters": [{"property": "page", "operator": "equals", "value": "/"}]}
    return {
        "daily active users by country": {"kind": "daily_active_users", **period, "dimension": "country", "limit": 10},
        "funnel of 3 steps": {
            "kind": "funnel", **period, "conversion_window_seconds": DAY_MILLIS // 1000,
            "steps": [landing, {"event": "sign_up"}, {"event": "purchase"}]},
        "persons by plan on mobile": {
            "kind": "segmentation", **period, "series": [{"event": "page_view", "measure": "uniques"}], "breakdown": ["plan"],
            "filter": {"property": "device", "operator": "equals", "value": "mobile"}},
        "weekly retention": {"kind": "retention", **period, "interval": "week"},
        "top pages": {
            "kind": "segmentation", **period, "breakdown": ["page"], "limit": 10,
            "series": [{"event": "page_view"}, {"event": "page_view", "measure": "uniques"}]},
    }
