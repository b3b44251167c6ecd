"""What is kept of every topic, in SQL that SQLite and PostgreSQL both run; `database.py` says how it is run."""
