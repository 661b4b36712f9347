-- Schema 1: reports, their events and what belongs to them.
-- Days are text, YYYY-MM-DD; ranges are half-open. Absent is NULL. Offsets are code points of the report's text.

CREATE TABLE producer (
  producer INTEGER PRIMARY KEY,
  json     TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE report (
  report     INTEGER PRIMARY KEY,
  key        TEXT NOT NULL UNIQUE,  -- 32 hexadecimal digits of the hash of content, id, address and publisher
  id         TEXT NOT NULL,
  content_id TEXT NOT NULL,
  url        TEXT,
  publisher  TEXT,
  title      TEXT,
  language   TEXT,
  published  TEXT,
  earliest   TEXT,
  latest     TEXT,
  evidence   TEXT NOT NULL,
  producer   INTEGER NOT NULL REFERENCES producer,
  input      TEXT NOT NULL,         -- hash of title, language and date: what the input said beside the key
  remarks    INTEGER NOT NULL,      -- how many of the first diagnostics are the reader's
  next_event INTEGER NOT NULL,      -- numbers of events are never used again
  body       BLOB NOT NULL          -- the record without its producer: JSON, deflated
) STRICT;
CREATE INDEX report_id ON report(id);
CREATE INDEX report_day ON report(earliest);

CREATE VIRTUAL TABLE report_text USING fts5(
  title, text, content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 2"
);

CREATE TABLE actor (
  actor   INTEGER PRIMARY KEY,
  name    TEXT NOT NULL,
  folded  TEXT NOT NULL,            -- the name in lower case without diacritics
  kb      TEXT,
  kind    TEXT NOT NULL,
  country TEXT,
  sector  TEXT,
  code    TEXT
) STRICT;
CREATE UNIQUE INDEX actor_all ON actor(name, ifnull(kb, ''), kind, ifnull(country, ''), ifnull(sector, ''), ifnull(code, ''));
CREATE INDEX actor_folded ON actor(folded);
CREATE INDEX actor_code ON actor(code);
CREATE INDEX actor_country ON actor(country);
CREATE INDEX actor_kb ON actor(kb);

CREATE TABLE place (
  place     INTEGER PRIMARY KEY,
  name      TEXT NOT NULL,
  folded    TEXT NOT NULL,
  kb        TEXT,
  geonames  INTEGER,
  country   TEXT,
  admin1    TEXT,
  lat       REAL,
  lon       REAL,
  precision TEXT
) STRICT;
CREATE UNIQUE INDEX place_all ON place(name, ifnull(kb, ''), ifnull(geonames, 0), ifnull(country, ''));
CREATE INDEX place_folded ON place(folded);
CREATE INDEX place_country ON place(country);

CREATE TABLE event (
  event      INTEGER PRIMARY KEY,
  report     INTEGER NOT NULL REFERENCES report,
  number     INTEGER NOT NULL,      -- with the report's key this is the event's lasting name
  record_id  TEXT NOT NULL,         -- its name in the record of today
  sentence   INTEGER NOT NULL,
  type       TEXT,
  mode       TEXT,
  contexts   TEXT NOT NULL,
  cameo      TEXT,
  quad_class INTEGER,
  goldstein  REAL,
  symmetric  INTEGER NOT NULL,
  status     TEXT NOT NULL,
  tense      TEXT NOT NULL,
  background INTEGER NOT NULL,
  edtf       TEXT,
  earliest   TEXT,
  latest     TEXT,
  basis      TEXT NOT NULL,
  place      INTEGER REFERENCES place,
  "inner"    INTEGER,               -- number of the event of the same report it acts on
  rule       TEXT NOT NULL,
  confidence REAL NOT NULL,
  start      INTEGER NOT NULL,
  "end"      INTEGER NOT NULL,
  trigger    TEXT NOT NULL,
  UNIQUE (report, number)
) STRICT;
CREATE INDEX event_type ON event(type, earliest, latest);
CREATE INDEX event_day ON event(earliest, latest);
CREATE INDEX event_place ON event(place, earliest);

CREATE TABLE participant (
  actor    INTEGER NOT NULL REFERENCES actor,
  side     TEXT NOT NULL,           -- actor or recipient
  earliest TEXT NOT NULL,           -- the event's days again, so that one index answers; '' when unknown
  latest   TEXT NOT NULL,
  event    INTEGER NOT NULL REFERENCES event,
  position INTEGER NOT NULL,
  start    INTEGER,
  "end"    INTEGER,
  mention  TEXT,
  rule     TEXT NOT NULL,
  PRIMARY KEY (actor, side, earliest, event, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX participant_event ON participant(event);

CREATE TABLE attribution (
  event    INTEGER NOT NULL REFERENCES event,
  position INTEGER NOT NULL,        -- 0 is the innermost speaker
  source   TEXT NOT NULL,           -- a name, NARRATOR or UNNAMED
  speaker  INTEGER REFERENCES actor,
  via      INTEGER REFERENCES actor,
  start    INTEGER,
  "end"    INTEGER,
  cue      TEXT,
  quote    TEXT,
  PRIMARY KEY (event, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX attribution_speaker ON attribution(speaker);

CREATE TABLE magnitude (
  event    INTEGER NOT NULL REFERENCES event,
  quantity TEXT NOT NULL,           -- id within the report
  PRIMARY KEY (event, quantity)
) STRICT, WITHOUT ROWID;

CREATE TABLE quantity (
  report   INTEGER NOT NULL REFERENCES report,
  id       TEXT NOT NULL,
  kind     TEXT NOT NULL,
  min      REAL,
  max      REAL,
  unit     TEXT,
  modifier TEXT NOT NULL,
  negated  INTEGER NOT NULL,
  start    INTEGER NOT NULL,
  "end"    INTEGER NOT NULL,
  text     TEXT NOT NULL,
  PRIMARY KEY (report, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE quote (
  report     INTEGER NOT NULL REFERENCES report,
  id         TEXT NOT NULL,
  kind       TEXT NOT NULL,
  speaker    INTEGER REFERENCES actor,
  addressee  INTEGER REFERENCES actor,
  via        INTEGER REFERENCES actor,
  cue        TEXT,
  start      INTEGER NOT NULL,
  "end"      INTEGER NOT NULL,
  text       TEXT NOT NULL,
  confidence REAL NOT NULL,
  PRIMARY KEY (report, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX quote_speaker ON quote(speaker);

CREATE TABLE claim (
  report    INTEGER NOT NULL REFERENCES report,
  id        TEXT NOT NULL,
  event     INTEGER REFERENCES event,
  attribute TEXT NOT NULL,
  holder    TEXT NOT NULL,          -- a name, NARRATOR or UNNAMED
  speaker   INTEGER REFERENCES actor,
  value     TEXT NOT NULL,
  min       REAL,
  max       REAL,
  earliest  TEXT,                   -- when it was stated
  latest    TEXT,
  start     INTEGER NOT NULL,
  "end"     INTEGER NOT NULL,
  text      TEXT NOT NULL,
  relation  TEXT,
  earlier   TEXT,                   -- id of the earlier claim of the same report
  PRIMARY KEY (report, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX claim_event ON claim(event);

CREATE TABLE revision (
  revision     INTEGER PRIMARY KEY,
  report       INTEGER NOT NULL REFERENCES report,
  number       INTEGER NOT NULL,    -- of the event
  action       TEXT NOT NULL,       -- added, changed or withdrawn
  old_producer INTEGER NOT NULL REFERENCES producer,
  new_producer INTEGER NOT NULL REFERENCES producer,
  before       TEXT,                -- the event as JSON, with what its ids stand for
  after        TEXT
) STRICT;
CREATE INDEX revision_report ON revision(report, number);
