-- Sessions, each in the day on which it starts. Texts are the first the session has. The bounce rate is
-- avg(bounce).
CREATE OR REPLACE VIEW ${views}.sessions
COMMENT 'Sessions of persons, by the day on which they start'
SECURITY INVOKER
AS
SELECT
  project_id,
  person_id,
  session_start,
  session_end,
  duration_millis,
  events,
  page_views,
  bounce,
  entry_page,
  exit_page,
  host,
  referrer,
  utm_source,
  utm_medium,
  utm_campaign,
  country,
  device,
  browser,
  os,
  event_date
FROM ${tables}.sessions
