"""The commands, a subject a module; each registers its own on the application."""
