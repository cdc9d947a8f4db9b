"""What okrsync remembers of earlier runs: findings and their lives, scores, progress, and check-ins seen as changes."""
