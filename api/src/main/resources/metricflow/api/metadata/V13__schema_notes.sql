-- Runs on H2 and PostgreSQL alike.

-- What a team says of the events and properties it sends, whether they have been seen or not.
CREATE TABLE schema_notes (
  project_id INTEGER NOT NULL REFERENCES projects (project_id),
  kind VARCHAR(10) NOT NULL CHECK (kind IN ('event', 'property')),
  name VARCHAR(300) NOT NULL,
  description VARCHAR(2000),
  owner VARCHAR(254),
  hidden BOOLEAN NOT NULL,
  PRIMARY KEY (project_id, kind, name)
);
