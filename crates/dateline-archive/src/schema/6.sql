-- Schema 6: who acts on whom in each event, counts of dyads by CAMEO code too, indexes for the questions that were slow.

CREATE TABLE pair (
  event  INTEGER NOT NULL REFERENCES event,
  source TEXT NOT NULL,                          -- country, else actor code
  target TEXT NOT NULL,                          -- both ways where the event is symmetric
  own    INTEGER NOT NULL,                       -- of the event, again: its report is no copy
  quad   INTEGER NOT NULL,                       -- its quad class, 0 for none
  tenths INTEGER NOT NULL,                       -- ten times its Goldstein value, 0 for none
  PRIMARY KEY (event, source, target)
) STRICT, WITHOUT ROWID;
CREATE INDEX pair_dyad ON pair(source, target, event, own, quad, tenths);  -- dyads of most events are counted along it

DROP TABLE dyad_type;
CREATE TABLE dyad_act (
  source      TEXT NOT NULL,
  target      TEXT NOT NULL,
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
  PRIMARY KEY (source, target, type, cameo, status)
) STRICT, WITHOUT ROWID;
CREATE INDEX dyad_act_type ON dyad_act(type);
CREATE INDEX dyad_act_cameo ON dyad_act(cameo);

DROP INDEX report_publisher;
CREATE INDEX report_publisher ON report(lower(publisher));
