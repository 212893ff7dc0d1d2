"""What is asked of a promise or an indicator, and what becomes of it."""
