-- How many questions of a meeting are in each state, which every change tells the screens. The triggers keep the counts in
-- step whoever writes, in the transaction that writes. Where there are none any more the row stays, at nought.

CREATE TABLE question_count (
    meeting_id bigint NOT NULL REFERENCES meeting DEFERRABLE,
    state text COLLATE "C" NOT NULL,
    questions bigint NOT NULL,
    PRIMARY KEY (meeting_id, state)
);

CREATE FUNCTION count_question() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT
    AS $$ BEGIN
        IF TG_OP != 'INSERT' THEN
            UPDATE question_count SET questions = questions - 1
                WHERE meeting_id = OLD.meeting_id AND state = OLD.state;
        END IF;
        IF TG_OP != 'DELETE' THEN
            INSERT INTO question_count VALUES (NEW.meeting_id, NEW.state, 1)
                ON CONFLICT (meeting_id, state) DO UPDATE SET questions = question_count.questions + 1;
        END IF;
        RETURN NULL;
    END $$;

CREATE TRIGGER question_counted AFTER INSERT OR DELETE ON question FOR EACH ROW EXECUTE FUNCTION count_question();

CREATE TRIGGER question_counted_again AFTER UPDATE OF meeting_id, state ON question
    FOR EACH ROW WHEN ((OLD.meeting_id, OLD.state) IS DISTINCT FROM (NEW.meeting_id, NEW.state))
    EXECUTE FUNCTION count_question();

INSERT INTO question_count SELECT meeting_id, state, COUNT(*) FROM question GROUP BY meeting_id, state;
