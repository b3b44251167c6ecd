-- Where people sign in. Tries of the last minutes, and sessions that go on, came from nowhere that is known.

ALTER TABLE session ADD COLUMN browser text COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN used_at text COLLATE "C" NOT NULL DEFAULT '';
UPDATE session SET used_at = started_at;
CREATE INDEX idx_session_moderator_id ON session (moderator_id);

ALTER TABLE sign_in_try ADD COLUMN network text COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE sign_in_try ADD COLUMN device text COLLATE "C" NOT NULL DEFAULT '';
CREATE INDEX idx_sign_in_try_network_at ON sign_in_try (network, at);

CREATE TABLE known_device (
    device_hash text COLLATE "C" NOT NULL,
    moderator_id bigint NOT NULL REFERENCES moderator DEFERRABLE,
    browser text COLLATE "C" NOT NULL,
    first_at text COLLATE "C" NOT NULL,
    last_at text COLLATE "C" NOT NULL,
    seen bigint NOT NULL,
    PRIMARY KEY (device_hash, moderator_id)
);
CREATE INDEX idx_known_device_last_at ON known_device (last_at);
CREATE INDEX idx_known_device_moderator_id ON known_device (moderator_id);
