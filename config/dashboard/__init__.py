"""The desk's first page: what is due from whoever opens it, and how the campaign stands in the own part."""
