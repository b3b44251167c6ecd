-- How many follow the board's own accounts, at moments; what the board aims at; and of which posts it was asked how many
-- follow their authors. Nobody is asked about authors of earlier posts that are for no meeting.

CREATE TABLE follower_count (
    channel text COLLATE "C" NOT NULL,
    account text COLLATE "C" NOT NULL,
    at text COLLATE "C" NOT NULL,
    followers bigint NOT NULL,
    PRIMARY KEY (channel, account, at)
);

CREATE TABLE target (
    figure text COLLATE "C" PRIMARY KEY,
    number bigint NOT NULL
);

ALTER TABLE post ADD COLUMN followers_asked bigint NOT NULL DEFAULT 0;
UPDATE post SET followers_asked = 1 WHERE meeting_id IS NULL;
CREATE INDEX post_followers_unasked ON post(channel, meeting_id)
    WHERE followers IS NULL AND followers_asked = 0;
