"""What brings releases to clusters, held against the tools that read it, and played."""
