"""What employers could share before a job: a session, a resource, a few days of a function."""
