"""What tells that two records may be of one employer."""
