"""The board question collector: questions from the public, one moderated queue, one screen for the chair."""
