-- Where a question came from is a network or a way that has a name here: what a list or a link said else may name somebody.
-- Of a question that was erased no reason stays that was typed.

CREATE TEMPORARY TABLE known_channel ON COMMIT DROP AS SELECT unnest(ARRAY[
    'web', 'email', 'phone', 'letter', 'room', 'other', 'X', 'Facebook', 'Instagram', 'Bluesky', 'Mastodon', 'LinkedIn',
    'Nextdoor', 'Reddit', 'Threads', 'TikTok', 'WhatsApp', 'YouTube'
]) COLLATE "C" AS name;

UPDATE question SET native_id = native_id || '-' || id
WHERE channel NOT IN (SELECT name FROM known_channel) AND EXISTS (
    SELECT 1 FROM question o WHERE o.native_id = question.native_id AND o.id != question.id
    AND (o.channel = 'other' OR o.channel NOT IN (SELECT name FROM known_channel))
);
UPDATE question SET channel = 'other' WHERE channel NOT IN (SELECT name FROM known_channel);
UPDATE question SET reason = '' WHERE erased_at IS NOT NULL
AND reason != 'Erased at the request of the person who asked';
