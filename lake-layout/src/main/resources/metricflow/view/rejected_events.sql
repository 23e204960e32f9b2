-- What was sent and could not be used, with the reason.
CREATE OR REPLACE VIEW ${views}.rejected_events
COMMENT 'Events that could not be used, with the reason'
SECURITY INVOKER
AS
SELECT
  CAST(CAST(reject_id AS uuid) AS varchar) AS reject_id,
  project_id,
  correlation_id,
  received_at,
  reason,
  detail,
  event_id,
  key_prefix,
  payload,
  received_date
FROM ${tables}.rejected_events
