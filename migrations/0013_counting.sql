-- Nearly all contacts come in as pending: then one count grows, and the others need not be looked at.
DROP TRIGGER contacts_counted;
CREATE TRIGGER contacts_counted AFTER INSERT ON contacts WHEN NEW.status = 'pending'
BEGIN
    UPDATE campaign_counts SET pending = pending + 1 WHERE campaign_id = NEW.campaign_id;
END;
CREATE TRIGGER contacts_counted_otherwise AFTER INSERT ON contacts WHEN NEW.status <> 'pending'
BEGIN
    UPDATE campaign_counts
       SET in_progress = in_progress + (NEW.status = 'in_progress'),
           answered    = answered    + (NEW.status = 'answered'),
           completed   = completed   + (NEW.status = 'completed'),
           busy        = busy        + (NEW.status = 'busy'),
           no_answer   = no_answer   + (NEW.status = 'no_answer'),
           failed      = failed      + (NEW.status = 'failed'),
           blocked     = blocked     + (NEW.status = 'blocked'),
           canceled    = canceled    + (NEW.status = 'canceled'),
           expired     = expired     + (NEW.status = 'expired'),
           unresolved  = unresolved  + (NEW.status = 'unresolved')
     WHERE campaign_id = NEW.campaign_id;
END;
