-- Schema 3: incidents.

CREATE TABLE incident (
  incident   INTEGER PRIMARY KEY,
  uid        TEXT NOT NULL UNIQUE,               -- lasting name of the event that was published first
  block      TEXT NOT NULL,
  type       TEXT,
  cameo      TEXT,
  status     TEXT NOT NULL,                      -- fact (asserted or denied), promised, threatened, demanded, hypothetical
  actors     TEXT NOT NULL,
  recipients TEXT NOT NULL,
  earliest   TEXT,
  latest     TEXT,
  place      TEXT,
  country    TEXT,
  events     INTEGER NOT NULL,
  reports    INTEGER NOT NULL,
  publishers INTEGER NOT NULL,
  sources    INTEGER NOT NULL,                   -- reports that are no copies of each other
  figures    TEXT NOT NULL                       -- JSON: attribute, min, max, history
) STRICT;
CREATE INDEX incident_block ON incident(block);
CREATE INDEX incident_day ON incident(earliest);

CREATE TABLE incident_event (
  event    INTEGER PRIMARY KEY REFERENCES event,
  incident INTEGER NOT NULL REFERENCES incident
) STRICT;
CREATE INDEX incident_event_incident ON incident_event(incident);
