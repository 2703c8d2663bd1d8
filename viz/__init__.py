"""Pictures out: scenes, positions, pages. Imports `graph` alone."""
