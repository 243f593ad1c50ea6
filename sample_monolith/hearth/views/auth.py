"""Logging in and out, and the roles of staff."""

import secrets

from flask import Blueprint, jsonify, request

from hearth import db
from hearth.lib import helpers
from hearth.lib.auth import (
    audit,
    check_password,
    current_user,
    login_required,
    permission_required,
)
from hearth.lib.errors import Invalid, Unauthenticated
from hearth.models.user import Role, User

bp = Blueprint("auth", __name__)


@bp.post("/login")
def log_in():
    email, password = helpers.require(request.get_json(), "email", "password")
    user = User.query.filter_by(email=helpers.normalize_email(email), active=True).one_or_none()
    if user is None or not check_password(user, password):
        raise Unauthenticated("wrong address or password")
    user.api_token = secrets.token_hex(24)
    user.last_seen_at = helpers.utcnow()
    audit("login", user, user)
    db.session.commit()
    return jsonify(token=user.api_token, name=user.greeting)


@bp.post("/logout")
@login_required
def log_out():
    user = current_user()
    user.api_token = None
    db.session.commit()
    return "", 204


@bp.get("/whoami")
@login_required
def whoami():
    user = current_user()
    return jsonify(email=user.email, staff=user.is_staff, roles=[role.name for role in user.roles])


@bp.put("/staff/users/<int:user_id>/roles")
@permission_required("users.edit")
def set_roles(user_id):
    user = db.get_or_404(User, user_id)
    names, = helpers.require(request.get_json(), "roles")
    roles = Role.query.filter(Role.name.in_(names)).all()
    if len(roles) != len(set(names)):
        raise Invalid("unknown role", known=[r.name for r in Role.query.order_by(Role.name)])
    user.roles = roles
    user.is_staff = bool(roles)
    audit("user.roles", user, current_user())
    db.session.commit()
    return jsonify(email=user.email, roles=sorted(names))
