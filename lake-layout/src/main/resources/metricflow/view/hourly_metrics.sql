-- Events and distinct persons of an hour: in total (dimension '$total'), and by each value of each
-- standard dimension. Persons of several hours or values must not be added up: they overlap. Unite
-- persons_sketch instead.
CREATE OR REPLACE VIEW ${views}.hourly_metrics
COMMENT 'Events and distinct persons of an hour by dimension value'
SECURITY INVOKER
AS
SELECT
  project_id,
  event_hour,
  dimension,
  value,
  events,
  persons,
  persons_sketch,
  event_date
FROM ${tables}.hourly_metrics
