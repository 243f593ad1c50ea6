"""Users, roles and other things of the platform itself. Everybody points here."""

from sqlalchemy import Boolean, Column, DateTime, ForeignKey, Integer, String, Table
from sqlalchemy.orm import relationship

from hearth.db import Base

user_roles = Table(
    "user_roles",
    Base.metadata,
    Column("user_id", ForeignKey("users.id"), primary_key=True),
    Column("role_id", ForeignKey("roles.id"), primary_key=True),
)


class User(Base):
    """A login: of a customer or of one of us."""

    __tablename__ = "users"

    id = Column(Integer, primary_key=True)
    email = Column(String(200), unique=True, nullable=False)
    name = Column(String(120), nullable=False, default="")
    password_hash = Column(String(128))
    api_token = Column(String(64), index=True)
    is_staff = Column(Boolean, default=False, nullable=False)
    active = Column(Boolean, default=True, nullable=False)
    created_at = Column(DateTime)
    last_seen_at = Column(DateTime)

    roles = relationship("Role", secondary=user_roles, back_populates="users")
    # everybody needs "the customer of this login", so it hangs here
    customer = relationship("Customer", back_populates="user", uselist=False)
    tickets_assigned = relationship("Ticket", back_populates="assignee")

    def may(self, permission):
        if not self.is_staff:
            return False
        granted = {p for role in self.roles for p in role.permission_list}
        return "*" in granted or permission in granted or permission.split(".")[0] + ".*" in granted

    @property
    def greeting(self):
        return self.name.split()[0] if self.name else self.email.split("@")[0]


class Role(Base):
    __tablename__ = "roles"

    id = Column(Integer, primary_key=True)
    name = Column(String(40), unique=True, nullable=False)
    permissions = Column(String(500), default="", nullable=False)

    users = relationship("User", secondary=user_roles, back_populates="roles")

    @property
    def permission_list(self):
        return [p.strip() for p in self.permissions.split(",") if p.strip()]


class AuditLog(Base):
    __tablename__ = "audit_log"

    id = Column(Integer, primary_key=True)
    at = Column(DateTime, nullable=False)
    user_id = Column(ForeignKey("users.id"))
    action = Column(String(60), nullable=False)
    subject = Column(String(120), nullable=False)


class NumberSequence(Base):
    """Gapless numbers; the row is locked by whoever takes the next one."""

    __tablename__ = "number_sequences"

    series = Column(String(30), primary_key=True)
    last = Column(Integer, nullable=False, default=0)
