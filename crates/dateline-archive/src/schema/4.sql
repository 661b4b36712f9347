-- Schema 4: what analysts say of events. Rows are added only: a new coding touches none, and the last one of an event holds.

CREATE TABLE correction (
  correction INTEGER PRIMARY KEY,
  report     INTEGER NOT NULL REFERENCES report,
  number     INTEGER NOT NULL,      -- of the event: with the report's key its lasting name
  verdict    TEXT NOT NULL,         -- right, wrong, fixed, or unreviewed (what was said before is taken back)
  author     TEXT NOT NULL,
  made       TEXT NOT NULL,         -- when, RFC 3339 in UTC
  note       TEXT,
  coded      TEXT NOT NULL,         -- the event as it was coded then, with its entities, as JSON
  fixed      TEXT                   -- the event as it should be, when fixed
) STRICT;
CREATE INDEX correction_event ON correction(report, number);

CREATE TRIGGER correction_stays BEFORE UPDATE ON correction
  BEGIN SELECT raise(ABORT, 'corrections are never changed'); END;
CREATE TRIGGER correction_lasts BEFORE DELETE ON correction
  BEGIN SELECT raise(ABORT, 'corrections are never removed'); END;

-- What holds of each event that somebody looked at.
CREATE VIEW review AS
  SELECT report, number, verdict, author, made, note, coded, fixed, max(correction) AS correction
  FROM correction GROUP BY report, number;
