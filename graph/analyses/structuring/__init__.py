"""What the structure of the companies' graph is made from."""
