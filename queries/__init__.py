"""Questions: one `.cypher` file each, checked when read and answered the same way everywhere."""
