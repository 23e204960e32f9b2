-- The person of each distinct id that is not its own person.
CREATE OR REPLACE VIEW ${views}.person_map
COMMENT 'Person of each distinct id that is not its own person'
SECURITY INVOKER
AS
SELECT
  project_id,
  distinct_id,
  person_id,
  identified_at
FROM ${tables}.person_map
