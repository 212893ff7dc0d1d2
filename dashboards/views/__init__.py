"""The pages below /dashboard/."""
