"""Categories, price lists, reviews and the search index. Product itself is still in core."""

from sqlalchemy import (
    Column,
    Date,
    DateTime,
    ForeignKey,
    Integer,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import relationship

from hearth.db import Base


class Category(Base):
    __tablename__ = "categories"

    id = Column(Integer, primary_key=True)
    parent_id = Column(ForeignKey("categories.id"))
    name = Column(String(80), nullable=False)
    slug = Column(String(80), unique=True, nullable=False)
    margin_target_percent = Column(Integer, default=35, nullable=False)

    parent = relationship("Category", remote_side=[id], back_populates="children")
    children = relationship("Category", back_populates="parent")
    products = relationship("Product", back_populates="category")

    def path(self):
        """From the root down: Kitchen > Pans > Cast iron."""
        above = self.parent.path() if self.parent else []
        return above + [self]

    def subtree_ids(self):
        ids = [self.id]
        for child in self.children:
            ids.extend(child.subtree_ids())
        return ids


class PriceEntry(Base):
    """A price of a price list, from a quantity on. The list price is in the variant."""

    __tablename__ = "price_entries"
    __table_args__ = (UniqueConstraint("variant_id", "price_list", "from_quantity", "valid_from"),)

    id = Column(Integer, primary_key=True)
    variant_id = Column(ForeignKey("variants.id"), nullable=False)
    price_list = Column(String(20), default="retail", nullable=False)  # retail, trade, outlet
    from_quantity = Column(Integer, default=1, nullable=False)
    price_cents = Column(Integer, nullable=False)
    valid_from = Column(Date, nullable=False)
    valid_to = Column(Date)

    variant = relationship("Variant", back_populates="prices")

    def applies(self, quantity, day):
        if quantity < self.from_quantity or day < self.valid_from:
            return False
        return self.valid_to is None or day <= self.valid_to


class PriceChange(Base):
    """A change of a list price that is planned for a day."""

    __tablename__ = "price_changes"

    id = Column(Integer, primary_key=True)
    variant_id = Column(ForeignKey("variants.id"), nullable=False)
    new_price_cents = Column(Integer, nullable=False)
    effective_on = Column(Date, nullable=False)
    applied_at = Column(DateTime)
    old_price_cents = Column(Integer)
    planned_by_id = Column(ForeignKey("users.id"))

    variant = relationship("Variant")


class Review(Base):
    __tablename__ = "reviews"

    id = Column(Integer, primary_key=True)
    product_id = Column(ForeignKey("products.id"), nullable=False)
    customer_id = Column(ForeignKey("customers.id"), nullable=False)
    stars = Column(Integer, nullable=False)
    title = Column(String(120), default="")
    text = Column(Text, default="")
    state = Column(String(12), default="pending", nullable=False)  # pending, published, rejected
    verified_purchase = Column(Integer, default=0, nullable=False)
    written_at = Column(DateTime)
    moderated_by_id = Column(ForeignKey("users.id"))

    product = relationship("Product", back_populates="reviews")
    customer = relationship("Customer")


class SearchTerm(Base):
    """Inverted index: one row per word of a product."""

    __tablename__ = "search_terms"

    id = Column(Integer, primary_key=True)
    term = Column(String(60), nullable=False, index=True)
    product_id = Column(ForeignKey("products.id"), nullable=False)
    weight = Column(Integer, nullable=False)
