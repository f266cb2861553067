"""The base of the API under /api/v1/: who asks, how often, page by page, once however often it is sent."""
