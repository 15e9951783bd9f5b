-- An upload can be taken back. Its contacts stay, canceled, and a later upload of the same number takes them over.
ALTER TABLE imports ADD COLUMN undone_at  INTEGER;
ALTER TABLE imports ADD COLUMN taken_over INTEGER NOT NULL DEFAULT 0;  -- of its contacts, how many belong to a later upload now
-- Whose unreached contacts these are, when they were not uploaded but copied.
ALTER TABLE imports ADD COLUMN copied_from INTEGER REFERENCES campaigns (id);

CREATE TRIGGER contacts_taken_over AFTER UPDATE OF import_id ON contacts WHEN NEW.import_id <> OLD.import_id
BEGIN
    UPDATE imports SET taken_over = taken_over + 1 WHERE id = OLD.import_id;
END;
