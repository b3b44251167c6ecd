-- The second step of signing in. Nobody has one yet.

CREATE TABLE second_step (
    moderator_id bigint NOT NULL PRIMARY KEY REFERENCES moderator DEFERRABLE,
    sealed text COLLATE "C" NOT NULL,
    last_used bigint NOT NULL,
    is_on bigint NOT NULL
);

CREATE TABLE recovery_code (
    moderator_id bigint NOT NULL REFERENCES moderator DEFERRABLE,
    code_hash text COLLATE "C" NOT NULL,
    PRIMARY KEY (moderator_id, code_hash)
);

CREATE TABLE code_wait (
    token_hash text COLLATE "C" NOT NULL PRIMARY KEY,
    moderator_id bigint NOT NULL REFERENCES moderator DEFERRABLE,
    by_link bigint NOT NULL,
    expires_at text COLLATE "C" NOT NULL
);
CREATE INDEX idx_code_wait_moderator_id ON code_wait (moderator_id);
CREATE INDEX idx_code_wait_expires_at ON code_wait (expires_at);

-- Who an account is at the organisation's provider of OpenID Connect.
CREATE TABLE sign_on (
    moderator_id bigint NOT NULL PRIMARY KEY REFERENCES moderator DEFERRABLE,
    issuer text COLLATE "C" NOT NULL,
    subject text COLLATE "C" NOT NULL
);
CREATE UNIQUE INDEX idx_sign_on_issuer_subject ON sign_on (issuer, subject);
