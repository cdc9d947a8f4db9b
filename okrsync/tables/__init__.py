"""What a grid of cells means: a sheet as people made it becomes a plan."""
