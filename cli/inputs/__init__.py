"""From what the user names to decoded text: which files, what is packed in them, their encoding, their kind."""
