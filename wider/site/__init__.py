"""The documentation as one site of static pages, made by Zensical, which works without the internet."""
