-- Tries at passwords count where they come from. Those of the last minutes came from nowhere that is known.

ALTER TABLE sign_in_try ADD COLUMN network text COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE sign_in_try ADD COLUMN device text COLLATE "C" NOT NULL DEFAULT '';
CREATE INDEX idx_sign_in_try_network_at ON sign_in_try (network, at);

CREATE TABLE known_device (
    device_hash text COLLATE "C" NOT NULL,
    moderator_id bigint NOT NULL REFERENCES moderator DEFERRABLE,
    first_at text COLLATE "C" NOT NULL,
    last_at text COLLATE "C" NOT NULL,
    PRIMARY KEY (device_hash, moderator_id)
);
CREATE INDEX idx_known_device_last_at ON known_device (last_at);
CREATE INDEX idx_known_device_moderator_id ON known_device (moderator_id);
