"""Billing, on its way to become a package of its own (SHOP-402). Payments and dunning are to follow."""
