"""What a move from one occupation to another is judged by."""
