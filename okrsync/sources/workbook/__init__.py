"""Workbooks (.xlsx, .xlsm) as packages: read, and written in place so that nothing but our own bytes changes."""
