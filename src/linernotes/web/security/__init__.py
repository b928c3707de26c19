"""Who may ask: guards, sessions, passwords, throttling."""
