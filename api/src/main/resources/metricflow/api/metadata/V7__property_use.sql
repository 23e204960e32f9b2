-- How often questions use a property, by day: what the job promote decides by. Runs on H2 and PostgreSQL alike.

CREATE TABLE property_use (
  project_id INTEGER NOT NULL,
  -- Which JSON column of events: properties or user_properties.
  object VARCHAR(15) NOT NULL,
  property VARCHAR(200) NOT NULL,
  -- What the question needs of it: text or number.
  kind VARCHAR(6) NOT NULL,
  use_date DATE NOT NULL,
  questions BIGINT NOT NULL,
  PRIMARY KEY (project_id, object, property, kind, use_date)
);
