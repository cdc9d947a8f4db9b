"""OpenDocument spreadsheets: their content.xml read in one pass, and changed by splices that know how to go back."""
