"""The application factory."""

import importlib

from flask import Flask, jsonify

from hearth import db, tasks
from hearth.config import Config
from hearth.lib import helpers, mailer
from hearth.lib.errors import HearthError


def create_app(config=Config):
    app = Flask("hearth")
    app.config.from_object(config)
    helpers.use_settings(app.config)
    mailer.use_sender(app.config["MAIL_SENDER"])

    app.engine = db.init_engine(app.config["DATABASE_URL"])
    register_blueprints(app)
    tasks.load_task_modules(app.config["TASK_MODULES"])
    register_errors(app)

    @app.teardown_appcontext
    def close_session(_error=None):
        if not app.config.get("TESTING"):
            db.session.remove()

    @app.get("/health")
    def health():
        return jsonify(status="ok", database=db.scalar("SELECT 1") == 1, queued=len(tasks.QUEUE))

    return app


def register_blueprints(app):
    for dotted, attribute in app.config["BLUEPRINTS"]:
        module = importlib.import_module(dotted)
        app.register_blueprint(getattr(module, attribute))


def register_errors(app):
    @app.errorhandler(HearthError)
    def known(error):
        db.session.rollback()
        return jsonify(error=error.code, message=str(error), details=error.details), error.status

    @app.errorhandler(404)
    def missing(_error):
        return jsonify(error="not_found", message="no such address"), 404
