"""What the tests stand on: throw-away servers, settings that point at them, and pytest fixtures (R51)."""
