-- What we wrote is in the outbox. Read back from a network it was kept once more, where no erasure reached it. And why
-- something was published as it is stays with its own question alone.

UPDATE post SET text = '', shown = NULL WHERE is_ours = 1;

UPDATE change SET details = '{}' WHERE action = 'take_off_screen';
