"""The edge: settings, command line, HTTP, pages."""
