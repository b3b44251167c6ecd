"""Questions: asked, brought in, checked, decided on, put together, moved, taken back, found again."""
