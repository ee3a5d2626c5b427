"""Domain of accounting: accounts, bookings, and the file that DATEV reads. Plain Python."""
