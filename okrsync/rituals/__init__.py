"""The meetings that keep OKRs alive, and the word that okrsync sends to people before each of them."""
