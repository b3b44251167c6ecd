"""What every page stands in: sign-in and guards, errors, languages, templates, fields of forms."""
