-- What somebody passed on has another person's words: they are kept, and erased, as that person's alone.

UPDATE post SET text = '', shown = NULL WHERE is_repost = 1;
