"""The people at the desk: what each may do, and what can happen to an account."""
