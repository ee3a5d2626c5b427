"""What can fail in a running instance, played from the cause over the alert and the runbook to the cure."""
