"""What other contexts may ask of notification: nothing; it hears their events."""

__all__ = []
