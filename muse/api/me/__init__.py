"""Oneself in the REST API: what only the person who asks sees and changes."""
