"""Actions of the back office: they ask first, and over many rows they go on in a worker, where their progress is seen."""
