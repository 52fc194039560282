"""What is fast and how we know: one command each, ratios against a stated baseline of the same run."""
