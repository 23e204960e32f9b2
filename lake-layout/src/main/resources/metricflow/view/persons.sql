-- Persons, from the days rolled up: when first and last seen, how many events, and all ids each was
-- known by. Filter project_id, and person_id where one is meant.
CREATE OR REPLACE VIEW ${views}.persons
COMMENT 'Persons, from the days rolled up'
SECURITY INVOKER
AS
SELECT
  days.project_id,
  days.person_id,
  days.first_seen,
  days.last_seen,
  days.active_days,
  days.events,
  concat(ARRAY[days.person_id], coalesce(other.ids, ARRAY[])) AS ids
FROM (
  SELECT
    project_id,
    person_id,
    min(first_event_time) AS first_seen,
    max(last_event_time) AS last_seen,
    count(*) AS active_days,
    sum(events) AS events
  FROM ${tables}.user_days
  GROUP BY project_id, person_id
) AS days
LEFT JOIN (
  SELECT
    project_id,
    person_id,
    array_agg(distinct_id ORDER BY distinct_id) AS ids
  FROM ${tables}.person_map
  GROUP BY project_id, person_id
) AS other
  ON other.project_id = days.project_id
  AND other.person_id = days.person_id
