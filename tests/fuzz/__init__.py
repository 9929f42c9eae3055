"""The hunt for what breaks civx: ``python -m tests.fuzz --minutes 30``, and a short one with the other tests."""
