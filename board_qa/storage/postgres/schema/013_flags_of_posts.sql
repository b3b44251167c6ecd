-- What was found in a post of a chat, and whether somebody read it and lets the recap show it as it is. No post was
-- looked through yet.

ALTER TABLE post ADD COLUMN flags text COLLATE "C";
ALTER TABLE post ADD COLUMN as_it_is bigint NOT NULL DEFAULT 0;

CREATE INDEX post_unscreened ON post(meeting_id)
    WHERE flags IS NULL AND is_ours = 0 AND is_repost = 0 AND source_state = 'visible';
