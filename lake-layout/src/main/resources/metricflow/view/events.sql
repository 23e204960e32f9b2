-- Accepted events, each with the person it belongs to. An id that person_map does not list is its own
-- person. What compaction left out is put in again. Filter project_id and event_date: files of other days are then never read.
CREATE OR REPLACE VIEW ${views}.events
COMMENT 'Accepted events, with the person of each'
SECURITY INVOKER
AS
SELECT
  events.project_id,
  events.event_time,
  events.event,
  events.distinct_id,
  coalesce(person_map.person_id, events.distinct_id) AS person_id,
  IF(events.anonymous_id_left_out = 1, events.distinct_id, events.anonymous_id) AS anonymous_id,
  events.session_id,
  CAST(CAST(event_id(events.event_id, events.event_id_tab, events.session_id, events.sequence, events.client_time, events.event_time) AS uuid) AS varchar) AS event_id,
  events.sequence,
  coalesce(events.client_time, events.event_time) AS client_time,
  events.sent_at,
  events.received_at,
  events.host,
  events.page,
  events.referrer,
  events.utm_source,
  events.utm_medium,
  events.utm_campaign,
  events.country,
  events.device,
  events.browser,
  events.os,
  events.plan,
  events.sdk,
  events.properties,
  events.user_properties,
  events.event_date
FROM ${tables}.events AS events
LEFT JOIN ${tables}.person_map AS person_map
  ON person_map.project_id = events.project_id
  AND person_map.distinct_id = events.distinct_id
