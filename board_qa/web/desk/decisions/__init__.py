"""Each decision about one question: what its form says is done, and said in words."""
