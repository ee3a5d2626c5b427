"""Money as people move it: each journey is played by clicks in a browser on a running instance, and says what it saw."""
