"""The domain: types, storage, history, analyses, services."""
