"""What every official source rests on: its declaration, layouts, choice, loading, report."""
