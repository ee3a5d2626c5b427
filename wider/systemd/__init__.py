"""The units of `deploy/systemd`: judged by systemd, and their command lines run under what they allow."""
