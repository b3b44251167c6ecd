-- Which page and which network a question came from, as hashes and for a day: enough to hold a flood off.

CREATE TABLE question_arrival (
    question_id bigint PRIMARY KEY REFERENCES question ON DELETE CASCADE DEFERRABLE,
    page text COLLATE "C" NOT NULL,
    network text COLLATE "C" NOT NULL,
    hasty bigint NOT NULL,
    at text COLLATE "C" NOT NULL
);

CREATE INDEX idx_question_arrival_page_at ON question_arrival (page, at);
CREATE INDEX idx_question_arrival_network_at_hasty ON question_arrival (network, at, hasty);
CREATE INDEX idx_question_arrival_at ON question_arrival (at);
