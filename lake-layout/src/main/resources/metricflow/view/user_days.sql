-- Days on which a person was active: exact distinct persons of any number of days. Texts are the first
-- the day has, so a person counts for one country a day.
CREATE OR REPLACE VIEW ${views}.user_days
COMMENT 'Days on which a person was active'
SECURITY INVOKER
AS
SELECT
  project_id,
  person_id,
  events,
  page_views,
  first_event_time,
  last_event_time,
  host,
  utm_source,
  country,
  device,
  browser,
  os,
  plan,
  event_date
FROM ${tables}.user_days
