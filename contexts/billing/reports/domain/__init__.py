"""Domain of reports: which days they are about, in which return a sale stands, and the threshold. Plain Python."""
