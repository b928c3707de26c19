"""The same line-up on several albums."""
