-- What people and programs read: a stable contract, documented in docs/reporting.md. Columns are added, never
-- renamed or taken away. Instants are ISO 8601 text in UTC with milliseconds.

CREATE VIEW report_campaigns AS
SELECT m.id AS campaign_id,
       m.name AS campaign,
       m.status,
       m.reason,
       k.total AS contacts,
       k.done,
       CASE WHEN k.total > 0 THEN round(100.0 * k.done / k.total, 1) END AS done_percent,
       k.pending,
       k.in_progress,
       k.answered,
       k.completed,
       k.busy,
       k.no_answer,
       k.failed,
       k.blocked,
       k.canceled,
       k.expired,
       k.unresolved,
       strftime('%Y-%m-%dT%H:%M:%fZ', m.created_at / 1000.0, 'unixepoch') AS created_at,
       strftime('%Y-%m-%dT%H:%M:%fZ', m.started_at / 1000.0, 'unixepoch') AS started_at,
       strftime('%Y-%m-%dT%H:%M:%fZ', m.ended_at / 1000.0, 'unixepoch') AS ended_at
  FROM campaigns m
  JOIN campaign_counts k ON k.campaign_id = m.id;

CREATE VIEW report_contacts AS
SELECT c.id AS contact_id,
       c.campaign_id,
       m.name AS campaign,
       c.phone,
       c.name,
       c.time_zone,
       c.variables,
       c.priority,
       c.status,
       c.reason,
       c.attempts,
       strftime('%Y-%m-%dT%H:%M:%fZ', c.next_attempt_at / 1000.0, 'unixepoch') AS next_attempt_at,
       c.last_call_id,
       l.call_sid AS last_call_sid,
       l.outcome AS last_outcome,
       l.duration_seconds AS last_duration_seconds,
       l.error_code AS last_error_code,
       strftime('%Y-%m-%dT%H:%M:%fZ', l.ended_at / 1000.0, 'unixepoch') AS last_ended_at,
       c.import_id,
       c.line AS import_line,
       strftime('%Y-%m-%dT%H:%M:%fZ', c.created_at / 1000.0, 'unixepoch') AS created_at,
       strftime('%Y-%m-%dT%H:%M:%fZ', c.updated_at / 1000.0, 'unixepoch') AS updated_at
  FROM contacts c
  JOIN campaigns m ON m.id = c.campaign_id
  LEFT JOIN calls l ON l.id = c.last_call_id;

CREATE VIEW report_calls AS
SELECT l.id AS call_id,
       l.campaign_id,
       m.name AS campaign,
       l.contact_id,
       c.name AS contact_name,
       l.to_number,
       l.from_number,
       l.direction,
       l.attempt,
       l.state,
       l.outcome,
       l.status,
       l.twilio_status,
       l.call_sid,
       l.answered_by,
       l.duration_seconds,
       (coalesce(l.answered_at, l.ended_at) - l.accepted_at) / 1000 AS ring_seconds,
       l.error_code,
       l.error_message,
       l.sip_response_code,
       l.metadata,
       strftime('%Y-%m-%dT%H:%M:%fZ', l.created_at / 1000.0, 'unixepoch') AS created_at,
       strftime('%Y-%m-%dT%H:%M:%fZ', l.submitted_at / 1000.0, 'unixepoch') AS submitted_at,
       strftime('%Y-%m-%dT%H:%M:%fZ', l.accepted_at / 1000.0, 'unixepoch') AS accepted_at,
       strftime('%Y-%m-%dT%H:%M:%fZ', l.answered_at / 1000.0, 'unixepoch') AS answered_at,
       strftime('%Y-%m-%dT%H:%M:%fZ', l.ended_at / 1000.0, 'unixepoch') AS ended_at
  FROM calls l
  LEFT JOIN campaigns m ON m.id = l.campaign_id
  LEFT JOIN contacts c ON c.id = l.contact_id;

-- A call belongs to the UTC day on which it was recorded, so that a day's numbers do not move afterwards.
CREATE VIEW report_daily AS
SELECT strftime('%Y-%m-%d', l.created_at / 1000, 'unixepoch') AS day,
       l.campaign_id,
       m.name AS campaign,
       count(*) AS calls,
       count(*) FILTER (WHERE l.outcome = 'completed') AS completed,
       count(*) FILTER (WHERE l.outcome = 'busy') AS busy,
       count(*) FILTER (WHERE l.outcome = 'no_answer') AS no_answer,
       count(*) FILTER (WHERE l.outcome = 'failed') AS failed,
       count(*) FILTER (WHERE l.outcome = 'canceled') AS canceled,
       count(*) FILTER (WHERE l.outcome = 'rejected') AS rejected,
       count(*) FILTER (WHERE l.outcome = 'not_sent') AS not_sent,
       count(*) FILTER (WHERE l.state = 'unresolved') AS unresolved,
       count(*) FILTER (WHERE l.state NOT IN ('ended', 'unresolved')) AS open,
       coalesce(sum(l.duration_seconds), 0) AS talk_seconds,
       round(100.0 * count(*) FILTER (WHERE l.outcome = 'completed')
             / nullif(count(*) FILTER (WHERE l.outcome IN ('completed', 'busy', 'no_answer', 'failed')), 0), 1)
           AS completed_percent
  FROM calls l
  LEFT JOIN campaigns m ON m.id = l.campaign_id
 GROUP BY day, l.campaign_id;

CREATE VIEW report_errors AS
SELECT l.error_code,
       l.campaign_id,
       m.name AS campaign,
       count(*) AS calls,
       count(DISTINCT l.to_number) AS numbers,
       max(l.error_message) AS example_message,
       strftime('%Y-%m-%dT%H:%M:%fZ', min(l.created_at) / 1000.0, 'unixepoch') AS first_at,
       strftime('%Y-%m-%dT%H:%M:%fZ', max(l.created_at) / 1000.0, 'unixepoch') AS last_at
  FROM calls l
  LEFT JOIN campaigns m ON m.id = l.campaign_id
 WHERE l.error_code IS NOT NULL
 GROUP BY l.error_code, l.campaign_id;
