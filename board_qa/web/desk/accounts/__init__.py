"""Coming in, where one is signed in, and the accounts of others."""
