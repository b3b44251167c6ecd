"""The pages that anybody may open, in both languages and without a script."""
