"""What the core needs from the world, as protocols. Adapters answer them; `bootstrap` chooses the adapters."""
