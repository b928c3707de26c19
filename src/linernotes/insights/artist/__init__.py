"""An artist: who they are, their relatives, their discography, their records here."""
