"""What holds on every network: each channel runs these tests against its own practice network over real HTTP."""
