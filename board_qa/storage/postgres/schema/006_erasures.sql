-- What was erased, as digests: no reading of a network and no restored backup brings it back. `scrubbed` says that nothing
-- of it is left in the files either.

ALTER TABLE question ADD COLUMN erased_at text COLLATE "C";

CREATE TABLE erasure (
    digest text COLLATE "C" PRIMARY KEY,
    at text COLLATE "C" NOT NULL,
    scrubbed bigint NOT NULL DEFAULT 0
);
