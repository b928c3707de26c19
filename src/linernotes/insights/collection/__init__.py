"""The collection, copy by copy: search, filters, orders, downloads."""
