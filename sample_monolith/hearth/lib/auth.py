"""Who is calling, and what they may do."""

import functools
import hashlib
import hmac

from flask import g, request

from hearth import db
from hearth.lib import helpers
from hearth.lib.errors import Forbidden, Unauthenticated
from hearth.models.user import AuditLog, User

ROUNDS = 1000  # raised in production through the environment; tests would take minutes


def hash_password(password, salt):
    return hashlib.pbkdf2_hmac("sha256", password.encode(), salt.encode(), ROUNDS).hex()


def check_password(user, password):
    if not user.password_hash:
        return False
    return hmac.compare_digest(user.password_hash, hash_password(password, user.email))


def current_user():
    """The user of the token in the request, or None."""
    if "user" in g:
        return g.user
    token = request.headers.get("X-Auth-Token")
    user = User.query.filter_by(api_token=token, active=True).one_or_none() if token else None
    if user is not None:
        user.last_seen_at = helpers.utcnow()
    db.session.commit()
    g.user = user
    return user


def login_required(view):
    @functools.wraps(view)
    def guarded(*args, **kwargs):
        if current_user() is None:
            raise Unauthenticated("please log in")
        return view(*args, **kwargs)

    return guarded


def permission_required(permission):
    """Staff views: the permission must be in one of the roles of the user."""

    def decorate(view):
        @functools.wraps(view)
        def guarded(*args, **kwargs):
            user = current_user()
            if user is None:
                raise Unauthenticated("please log in")
            if not user.may(permission):
                raise Forbidden(f"{permission} needed")
            return view(*args, **kwargs)

        return guarded

    return decorate


def audit(action, subject, user=None):
    """Leave a line in the audit log; the caller commits."""
    db.session.add(AuditLog(
        at=helpers.utcnow(),
        user_id=user.id if user else None,
        action=action,
        subject=f"{type(subject).__name__}:{getattr(subject, 'id', subject)}",
    ))
