-- A call that was given up may still be under way: its number is not called for anybody else until it must be over.
CREATE INDEX calls_given_up ON calls (to_number) WHERE state = 'unresolved';
