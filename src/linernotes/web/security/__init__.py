"""Access to the app: guards, sessions, passwords, throttling."""
