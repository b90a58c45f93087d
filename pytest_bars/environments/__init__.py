"""Where a run goes and what it may do there: profiles, bars.yaml, stage rules."""
