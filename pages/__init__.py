"""What a visitor reads and touches: one story a file."""

# A link to a page runs its file before app.py, and `ui` must come before torch: see there.
import ui  # noqa: F401
