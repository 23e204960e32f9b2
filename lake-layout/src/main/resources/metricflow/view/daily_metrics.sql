-- Events and distinct persons of a day: in total (dimension '$total'), and by each value of each
-- standard dimension. Persons of several days or values must not be added up: they overlap. Unite
-- persons_sketch instead, which is null in days an earlier release counted.
CREATE OR REPLACE VIEW ${views}.daily_metrics
COMMENT 'Events and distinct persons of a day by dimension value'
SECURITY INVOKER
AS
SELECT
  project_id,
  dimension,
  value,
  events,
  persons,
  event_date,
  persons_sketch
FROM ${tables}.daily_metrics
