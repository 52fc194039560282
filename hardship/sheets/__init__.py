"""Files that leave relief: printed papers (hardship.md §2, §5-§7; domain.md B12) as PDF and workbook, the bank's files."""
