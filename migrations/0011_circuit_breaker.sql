-- What a campaign's circuit breaker looks at: its calls by when they ended, of those placed since it last began to run.
ALTER TABLE campaigns ADD COLUMN running_since INTEGER;  -- last started or resumed; NULL: before this column

-- Only calls that told something; those canceled or never sent are not in it, so that a look at the last ones is short.
CREATE INDEX calls_by_end ON calls (campaign_id, ended_at, submitted_at, outcome)
 WHERE outcome IN ('completed', 'busy', 'no_answer', 'failed', 'rejected');
