-- A journal as the first version wrote it. Never changed: files like it are on people's disks.
CREATE TABLE jobs (
    number INTEGER PRIMARY KEY, job TEXT NOT NULL UNIQUE, service TEXT NOT NULL,
    added REAL NOT NULL, removed REAL, observed_before INTEGER NOT NULL, alias TEXT,
    muted INTEGER NOT NULL DEFAULT 0, unseen INTEGER NOT NULL DEFAULT 0, progress TEXT,
    details TEXT, outcome TEXT, checked REAL, changed REAL, ended REAL,
    stalled INTEGER NOT NULL DEFAULT 0, next_check REAL
);
CREATE TABLE observations (
    number INTEGER PRIMARY KEY, job TEXT NOT NULL, at REAL NOT NULL, percentage REAL,
    state TEXT, step TEXT
);
CREATE INDEX observations_of_a_job ON observations (job, number);
CREATE TABLE events (
    number INTEGER PRIMARY KEY, job TEXT, at REAL NOT NULL, kind TEXT NOT NULL,
    fields TEXT NOT NULL
);
CREATE INDEX events_of_a_job ON events (job, number);
CREATE TABLE notices (
    number INTEGER PRIMARY KEY AUTOINCREMENT, at REAL NOT NULL, fields TEXT NOT NULL,
    held INTEGER NOT NULL DEFAULT 0, shown REAL
);
CREATE INDEX notices_to_show ON notices (shown) WHERE shown IS NULL;
INSERT INTO jobs VALUES (
    1, 'gone', 'contextcapture', 1790000000.0, 1790000900.0, 0, NULL, 0, 0,
    NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL
);
INSERT INTO jobs VALUES (
    3, '8f6c-2b41', 'contextcapture', 1790000000.0, NULL, 1, 'Harbour bridge', 1, 1,
    '{"percentage":41.5,"state":"Active","step":"Run_Production"}',
    '{"name":"J12","type":"Full","state":"failed","created":1789990000.0,"submitted":null,"started":1789999000.0,"ended":1790000090.0,"quality":"Extra","outputs":["3MX"],"units":null,"cost":2.5,"itwin":null,"errors":[{"code":"E1","title":"No overlap","message":"IMG_0731.jpg"}],"warnings":[]}',
    'failed', 1790000100.0, 1790000060.0, 1790000090.0, 0, NULL
);
INSERT INTO jobs VALUES (
    4, 'b', 'reality-modeling', 1790000000.0, NULL, 1, NULL, 0, 0,
    NULL, NULL, NULL, NULL, NULL, NULL, 0, 1790000015.5
);
INSERT INTO observations VALUES (1, '8f6c-2b41', 1789900000.0, 99.0, 'Active', 'Of_before');
INSERT INTO observations VALUES (2, '8f6c-2b41', 1790000030.0, 40.0, 'Active', 'Run_Production');
INSERT INTO observations VALUES (3, '8f6c-2b41', 1790000060.0, 41.5, 'Active', 'Run_Production');
INSERT INTO events VALUES (
    1, '8f6c-2b41', 1790000000.0, 'Added',
    '{"job":"8f6c-2b41","at":1790000000.0,"service":"contextcapture","alias":null}'
);
INSERT INTO events VALUES (
    2, '8f6c-2b41', 1790000100.0, 'Ended',
    '{"job":"8f6c-2b41","at":1790000100.0,"outcome":"failed","ended":1790000090.0,"percentage":41.5,"reasons":[{"code":"E1","title":"No overlap","message":"IMG_0731.jpg"}]}'
);
INSERT INTO notices VALUES (
    1, 1790000100.0,
    '{"kind":"failed","glyph":"failed","title":"Harbour bridge — failed","body":"IMG_0731.jpg","job":"8f6c-2b41","urgent":true}',
    0, NULL
);
PRAGMA user_version = 1;
