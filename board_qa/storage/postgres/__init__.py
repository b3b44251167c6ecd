"""Everything in one PostgreSQL database: what differs there from SQLite."""
