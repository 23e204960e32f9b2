-- When each person was first seen (event is null), and first seen doing each thing. event_date is the
-- day of that time: new persons of a day are the rows of that day without an event.
CREATE OR REPLACE VIEW ${views}.first_seen
COMMENT 'First time of each person, and of each person and event'
SECURITY INVOKER
AS
SELECT
  project_id,
  person_id,
  event,
  first_event_time,
  event_date
FROM ${tables}.first_seen
