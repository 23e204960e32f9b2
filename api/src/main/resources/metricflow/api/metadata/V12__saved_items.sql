-- Runs on H2 and PostgreSQL alike.

-- Insights, dashboards and reports.
CREATE TABLE saved_items (
  item_id VARCHAR(36) PRIMARY KEY,
  project_id INTEGER NOT NULL REFERENCES projects (project_id),
  kind VARCHAR(10) NOT NULL CHECK (kind IN ('insight', 'dashboard', 'report')),
  name VARCHAR(200) NOT NULL,
  -- JSON in ASCII, in the shape of the API without the name.
  definition TEXT NOT NULL,
  -- Counts its changes from 1.
  version INTEGER NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE NOT NULL,
  created_by VARCHAR(300) NOT NULL,
  updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
  updated_by VARCHAR(300) NOT NULL
);

CREATE INDEX saved_items_of_project ON saved_items (project_id, kind, created_at);

-- Which item shows which other: a dashboard its insights, a report its insight or dashboard.
CREATE TABLE saved_item_uses (
  item_id VARCHAR(36) NOT NULL REFERENCES saved_items (item_id) ON DELETE CASCADE,
  used_id VARCHAR(36) NOT NULL REFERENCES saved_items (item_id),
  PRIMARY KEY (item_id, used_id)
);

CREATE INDEX users_of_saved_items ON saved_item_uses (used_id);

-- When a report is to be made next, and what became of it last.
CREATE TABLE report_runs (
  item_id VARCHAR(36) PRIMARY KEY REFERENCES saved_items (item_id) ON DELETE CASCADE,
  -- Null while the report is switched off.
  next_run_at TIMESTAMP WITH TIME ZONE,
  last_run_at TIMESTAMP WITH TIME ZONE,
  last_status VARCHAR(10) CHECK (last_status IN ('delivered', 'failed'))
);

CREATE INDEX reports_due ON report_runs (next_run_at);
