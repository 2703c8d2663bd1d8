"""Rows in: tables as people write them become checked rows, then loads."""
