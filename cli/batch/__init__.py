"""Extraction over many files: which output each goes to, workers, progress, and a summary at the end."""
