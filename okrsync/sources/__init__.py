"""Where OKRs live: one module a place, all on the Protocol of `base`."""
