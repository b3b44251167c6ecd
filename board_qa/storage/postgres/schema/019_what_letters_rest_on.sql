-- A letter knows all that its words rest on, the day of the meeting as well. Of older ones nobody knows.

ALTER TABLE letter ADD COLUMN rests_on text COLLATE "C" NOT NULL DEFAULT '';
