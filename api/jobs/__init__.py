"""Long work: it goes on when its page is closed, and is taken up again when its service died."""
