"""What a run needs, opened once and closed once; knows no pytest."""
