CREATE TABLE cohorts (
  cohort_id VARCHAR(36) PRIMARY KEY,
  project_id INTEGER NOT NULL REFERENCES projects (project_id),
  name VARCHAR(200) NOT NULL,
  -- JSON as sent to the API: conditions on persons, joined by and, or, not.
  definition TEXT NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE NOT NULL
);

CREATE INDEX cohorts_of_project ON cohorts (project_id, created_at);
