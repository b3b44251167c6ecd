"""Everything in one SQLite database. Tables are made by `migrations` only; each topic has a file of its own."""
