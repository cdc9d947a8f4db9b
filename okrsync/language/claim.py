"""A key result read as a claim: who does what, which metric, from where to where, by when.

Rules never look at words: they ask the claim.
"""
