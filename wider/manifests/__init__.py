"""What is written for clusters: rendered by the tools that will render it, and held against schemas, rules and the product."""
