-- A call that is `completed` and that a machine picked up ended as voicemail, for whoever reads. Its row keeps the two
-- facts apart, because they come in any order (src/call.hpp: ending_of says the same).
DROP VIEW report_contacts;
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
       CASE WHEN l.outcome = 'completed' AND (l.answered_by GLOB 'machine_*' OR l.answered_by = 'fax') THEN 'voicemail'
            ELSE l.outcome END AS last_outcome,
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

DROP VIEW report_calls;
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
       CASE WHEN l.outcome = 'completed' AND (l.answered_by GLOB 'machine_*' OR l.answered_by = 'fax') THEN 'voicemail'
            ELSE l.outcome END AS outcome,
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
       strftime('%Y-%m-%dT%H:%M:%fZ', l.ended_at / 1000.0, 'unixepoch') AS ended_at,
       l.evidence
  FROM calls l
  LEFT JOIN campaigns m ON m.id = l.campaign_id
  LEFT JOIN contacts c ON c.id = l.contact_id;

-- `completed` counts persons: with a machine a call is counted as voicemail, so that the kinds still add up to `calls`.
DROP VIEW report_daily;
CREATE VIEW report_daily AS
SELECT strftime('%Y-%m-%d', l.created_at / 1000, 'unixepoch') AS day,
       l.campaign_id,
       m.name AS campaign,
       count(*) AS calls,
       count(*) FILTER (WHERE l.ending = 'completed') AS completed,
       count(*) FILTER (WHERE l.ending = 'busy') AS busy,
       count(*) FILTER (WHERE l.ending = 'no_answer') AS no_answer,
       count(*) FILTER (WHERE l.ending = 'failed') AS failed,
       count(*) FILTER (WHERE l.ending = 'canceled') AS canceled,
       count(*) FILTER (WHERE l.ending = 'rejected') AS rejected,
       count(*) FILTER (WHERE l.ending = 'not_sent') AS not_sent,
       count(*) FILTER (WHERE l.state = 'unresolved') AS unresolved,
       count(*) FILTER (WHERE l.state NOT IN ('ended', 'unresolved')) AS open,
       coalesce(sum(l.duration_seconds), 0) AS talk_seconds,
       round(100.0 * count(*) FILTER (WHERE l.ending = 'completed')
             / nullif(count(*) FILTER (WHERE l.ending IN ('completed', 'voicemail', 'busy', 'no_answer', 'failed')), 0), 1)
           AS completed_percent,
       count(*) FILTER (WHERE l.ending = 'voicemail') AS voicemail
  FROM (SELECT *, CASE WHEN outcome = 'completed' AND (answered_by GLOB 'machine_*' OR answered_by = 'fax') THEN 'voicemail'
                       ELSE outcome END AS ending
          FROM calls) AS l
  LEFT JOIN campaigns m ON m.id = l.campaign_id
 GROUP BY 1, l.campaign_id;  -- calls has a day of its own, the account's; this one is UTC's
