"""What groupings of employers are made from and judged by."""
