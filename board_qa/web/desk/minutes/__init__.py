"""The minutes' appendix and the report of a meeting, made at the desk."""
