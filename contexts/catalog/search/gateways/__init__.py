"""Search engines: PostgreSQL, and OpenSearch where somebody runs it."""
