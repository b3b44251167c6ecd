"""Chats: planned, posted question by question, and what was answered gathered."""
