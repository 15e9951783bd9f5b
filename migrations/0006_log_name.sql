-- By which path the file was last opened for writing. SQLite names the log after that path: where a file has several
-- names (hard links), the newest rows may stand beside this one, and only beside this one.
CREATE TABLE log_name (
    id   INTEGER PRIMARY KEY CHECK (id = 1),
    path TEXT    NOT NULL CHECK (path <> '')  -- absolute, without symbolic links
) STRICT;
