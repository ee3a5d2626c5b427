"""Import and export of tables as files: checked row by row, confirmed by a person, written a batch at a time by a worker.

What a table is, which rules its rows have and how they are written, the modules declare (`gotuto.modules.FileKind`).
"""
