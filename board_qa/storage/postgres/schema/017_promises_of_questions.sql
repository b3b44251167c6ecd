-- What a post of a question or an answer rests on is the question, and not when its meeting is. Of older ones nobody knows
-- what that was.

UPDATE outbox SET promises = '' WHERE kind IN ('question', 'answer');
