"""The REST API's root: what the apps' viewsets are put together with, and the reads that join them."""
