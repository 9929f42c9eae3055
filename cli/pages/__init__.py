"""Evidence on a page: reports beside their facts, in one HTML file that needs nothing else."""
