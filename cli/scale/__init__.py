"""Many files, texts and machines: record batches of facts that any engine can make, and runs on a cluster."""
