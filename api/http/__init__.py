"""The service over HTTP: who may come in, the routes under `/api`, errors in one shape."""
