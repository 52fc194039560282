"""Row security, the book, and what the database refuses of relief (hardship/triggers.py)."""

from django.db import migrations

from hardship.triggers import steps


class Migration(migrations.Migration):
    dependencies = [("hardship", "0001_initial"), ("members", "0005_searches_of_a_million")]

    operations = steps()
