"""Pages: the same answers as `/api`, for people, without a script."""
