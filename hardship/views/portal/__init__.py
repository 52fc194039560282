"""Relief on the chairs' phones: applications and their papers, notices of the own union, papers to print."""
