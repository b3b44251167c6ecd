-- What was just asked goes to its place in the index of words at once. PostgreSQL else puts it on a list which every
-- search reads from end to end, up to 4 MB of it, until the table is next vacuumed: minutes after a flood of questions.

ALTER INDEX question_search_asked SET (fastupdate = off);
ALTER INDEX question_search_words SET (fastupdate = off);
SELECT gin_clean_pending_list('question_search_asked'), gin_clean_pending_list('question_search_words');
