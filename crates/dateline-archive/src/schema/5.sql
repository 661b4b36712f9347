-- Schema 5: counts without looking at reports, and tables of counts by month and by type, kept in step with the events.

ALTER TABLE event ADD COLUMN month TEXT NOT NULL DEFAULT '';  -- YYYY-MM that holds all its days, '' when none does
ALTER TABLE event ADD COLUMN own INTEGER NOT NULL DEFAULT 1;  -- its report is no copy
UPDATE event SET
  month = CASE WHEN latest <= date(substr(earliest, 1, 7) || '-01', '+1 month') THEN substr(earliest, 1, 7) ELSE '' END,
  own = (SELECT ifnull(r.original, r.report) = r.report FROM report r WHERE r.report = event.report);
CREATE INDEX report_publisher ON report(publisher COLLATE NOCASE);

CREATE TABLE month_count (
  month       TEXT NOT NULL,
  year        TEXT NOT NULL,                     -- of the first day; '' when unknown
  type        TEXT NOT NULL,                     -- '' for acts without one
  cameo       TEXT NOT NULL,                     -- '' for none
  status      TEXT NOT NULL,
  events      INTEGER NOT NULL,                  -- columns as in dyad_month
  copies      INTEGER NOT NULL,
  goldstein10 INTEGER NOT NULL,
  quad1       INTEGER NOT NULL,
  quad2       INTEGER NOT NULL,
  quad3       INTEGER NOT NULL,
  quad4       INTEGER NOT NULL,
  PRIMARY KEY (month, year, type, cameo, status)
) STRICT, WITHOUT ROWID;

CREATE TABLE dyad_type (
  source      TEXT NOT NULL,
  target      TEXT NOT NULL,
  type        TEXT NOT NULL,
  status      TEXT NOT NULL,
  events      INTEGER NOT NULL,
  copies      INTEGER NOT NULL,
  goldstein10 INTEGER NOT NULL,
  quad1       INTEGER NOT NULL,
  quad2       INTEGER NOT NULL,
  quad3       INTEGER NOT NULL,
  quad4       INTEGER NOT NULL,
  PRIMARY KEY (source, target, type, status)
) STRICT, WITHOUT ROWID;
CREATE INDEX dyad_type_type ON dyad_type(type);
