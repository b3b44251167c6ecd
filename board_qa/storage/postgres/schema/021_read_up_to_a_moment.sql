-- How far X and Mastodon were read was the id of a post, which somebody may have erased. It is the end of that id's
-- millisecond.

UPDATE cursor SET since = (since::numeric - mod(since::numeric, 4194304) + 4194303)::text
WHERE channel = 'X' AND CASE WHEN since ~ '^[0-9]+$' THEN since::numeric >= 4194304 ELSE false END;

UPDATE cursor SET since = split_part(since, ' ', 1) || ' '
    || (split_part(since, ' ', 2)::numeric - mod(split_part(since, ' ', 2)::numeric, 65536) + 65535)::text
WHERE channel = 'Mastodon' AND CASE WHEN split_part(since, ' ', 2) ~ '^[0-9]+$'
    THEN split_part(since, ' ', 2)::numeric >= 72057594037927936 ELSE false END;
