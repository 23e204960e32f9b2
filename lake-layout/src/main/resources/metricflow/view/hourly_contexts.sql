-- Events of an hour by name and context, which is country, device, browser, os and plan together: for
-- numbers of events by several of these at once.
CREATE OR REPLACE VIEW ${views}.hourly_contexts
COMMENT 'Events of an hour by name and context: country, device, browser, os and plan together'
SECURITY INVOKER
AS
SELECT
  project_id,
  event_hour,
  event,
  country,
  device,
  browser,
  os,
  plan,
  events,
  event_date
FROM ${tables}.hourly_contexts
