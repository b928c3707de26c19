"""What an address asks for, and the answers that pages share."""
