-- What people use most, one answer a device and meeting: the device is a mark that says nothing of another meeting, and
-- where it came from is known for an hour, to hold a flood off.

ALTER TABLE meeting ADD COLUMN poll bigint NOT NULL DEFAULT 0;

CREATE TABLE poll_answer (
    meeting_id bigint NOT NULL REFERENCES meeting DEFERRABLE,
    device text COLLATE "C" NOT NULL,
    choice text COLLATE "C" NOT NULL,
    in_a_crowd bigint NOT NULL,
    PRIMARY KEY (meeting_id, device)
);

CREATE TABLE poll_newcomer (
    meeting_id bigint NOT NULL REFERENCES meeting DEFERRABLE,
    device text COLLATE "C" NOT NULL,
    network text COLLATE "C" NOT NULL,
    at text COLLATE "C" NOT NULL,
    PRIMARY KEY (meeting_id, device)
);
CREATE INDEX idx_poll_newcomer_meeting_id_network_at ON poll_newcomer (meeting_id, network, at);
CREATE INDEX idx_poll_newcomer_at ON poll_newcomer (at);
