"""What a sentence means: an OKR's text becomes a claim that rules can ask."""
