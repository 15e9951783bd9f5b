-- When a call became unresolved: from then on its number is held for the longest time that it may take.
ALTER TABLE calls ADD COLUMN given_up_at INTEGER;
