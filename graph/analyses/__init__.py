"""Analyses: one module each, pure, from a snapshot to a typed result with its reasons."""
