"""From history to what changes together unseen, and whether coupling goes up or down."""
