"""What ``import civx`` gives to programs and notebooks: reports read, put side by side, handed on as tables."""
