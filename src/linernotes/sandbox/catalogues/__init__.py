"""What the sandbox serves: real albums (demo), a synthetic collection of any size, or recordings."""
