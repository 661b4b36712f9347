-- Schema 2: copies of one text, and counts of dyads by month.

ALTER TABLE report ADD COLUMN original INTEGER;  -- the first report of the same text; itself when it is no copy
UPDATE report SET original = report;
CREATE INDEX report_original ON report(original);

CREATE TABLE sketch (
  report INTEGER PRIMARY KEY REFERENCES report,
  hashes BLOB NOT NULL                           -- sampled hashes of word runs, sorted, four bytes each, little-endian
) STRICT;

CREATE TABLE shingle (
  hash   INTEGER NOT NULL,
  report INTEGER NOT NULL REFERENCES report,
  PRIMARY KEY (hash, report)
) STRICT, WITHOUT ROWID;

CREATE TABLE copy (
  a     INTEGER NOT NULL REFERENCES report,      -- a < b
  b     INTEGER NOT NULL REFERENCES report,
  share REAL NOT NULL,                           -- of the shorter text's word runs, those in the other
  PRIMARY KEY (a, b)
) STRICT, WITHOUT ROWID;
CREATE INDEX copy_b ON copy(b);

CREATE TABLE dyad_month (
  source      TEXT NOT NULL,                     -- country, else actor code
  target      TEXT NOT NULL,
  month       TEXT NOT NULL,                     -- YYYY-MM; '' when the event's days span more than a month
  status      TEXT NOT NULL,
  events      INTEGER NOT NULL,                  -- events of reports that are no copies
  copies      INTEGER NOT NULL,                  -- events of copies; in no other column
  goldstein10 INTEGER NOT NULL,                  -- sum of ten times the Goldstein value
  quad1       INTEGER NOT NULL,
  quad2       INTEGER NOT NULL,
  quad3       INTEGER NOT NULL,
  quad4       INTEGER NOT NULL,
  PRIMARY KEY (source, target, month, status)
) STRICT, WITHOUT ROWID;
CREATE INDEX dyad_month_month ON dyad_month(month);

CREATE TABLE stale (
  block TEXT PRIMARY KEY                         -- its incidents have to be made anew
) STRICT, WITHOUT ROWID;
