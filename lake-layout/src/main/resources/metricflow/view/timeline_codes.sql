-- What the codes in a project's timelines (tables.user_timelines) stand for. All page views of a page
-- without a code have that of page views with a null page; all events without a code have 0.
CREATE OR REPLACE VIEW ${views}.timeline_codes
COMMENT 'What the codes in timelines stand for'
SECURITY INVOKER
AS
SELECT
  project_id,
  code,
  event,
  page
FROM ${tables}.timeline_codes
