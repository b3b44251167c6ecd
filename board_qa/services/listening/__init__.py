"""The listening report: what came of the hashtag and of the questions, counted from what is kept."""
