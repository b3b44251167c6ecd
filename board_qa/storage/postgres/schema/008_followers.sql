-- How many follow whoever wrote a post, as its network told with it. Of the posts so far nobody knows.

ALTER TABLE post ADD COLUMN followers bigint;
