-- `due_at` is the rhythm of looking; a rate limit is a bound of its own (nobody may ask GitHub before it), and so is a person's wish to
-- cancel, which stands until GitHub has taken it.
ALTER TABLE deployment ADD COLUMN not_before timestamptz(3);
ALTER TABLE deployment ADD COLUMN cancel_wanted_at timestamptz(3);
