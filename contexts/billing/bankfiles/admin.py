"""Accounts and mappings of columns in the back office; `manage.py bank_statement` enters them."""

from django.contrib import admin

from contexts.billing.bankfiles import models
from gotuto.backoffice import BackOffice


@admin.register(models.BankAccount, models.CsvMapping)
class ReadingAdmin(BackOffice):
    """What is entered by `manage.py bank_statement`."""
