"""What every view of the REST API stands on: who asks, what their token may do, how often, and each write once."""
