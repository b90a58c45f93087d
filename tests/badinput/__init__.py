"""Malformed plans: each gives marked messages, and no other error than ours."""
