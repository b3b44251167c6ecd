-- The words of a letter, which the desk reads, name nobody's private page: the end of its address is put in when the
-- letter is sent.

UPDATE letter SET text = replace(text, '/r/' || (SELECT token FROM question WHERE id = letter.question_id), '/r/…');
