"""Where people of a closure could land together, who could not, and what would help."""
