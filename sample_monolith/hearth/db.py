"""Engine, session and declarative base. One database for everything."""

import pathlib

from sqlalchemy import create_engine, text
from sqlalchemy.orm import declarative_base, scoped_session, sessionmaker
from sqlalchemy.pool import StaticPool

session = scoped_session(sessionmaker(expire_on_commit=False))

Base = declarative_base()
Base.query = session.query_property()

SQL_FOLDER = pathlib.Path(__file__).parent / "reports" / "sql"


def init_engine(url):
    options = {}
    if url in ("sqlite://", "sqlite:///:memory:"):
        # one connection for all, or every checkout from the pool would see an empty database
        options = {"poolclass": StaticPool, "connect_args": {"check_same_thread": False}}
    engine = create_engine(url, **options)
    session.remove()
    session.configure(bind=engine)
    return engine


def create_schema(engine):
    """Create tables and the views of reports/sql."""
    import hearth.models  # noqa: F401  (fills the metadata)

    Base.metadata.create_all(engine)
    for path in sorted(SQL_FOLDER.glob("v_*.sql")):
        with engine.begin() as connection:
            connection.execute(text(f"DROP VIEW IF EXISTS {path.stem}"))
            connection.execute(text(path.read_text(encoding="utf-8")))


def drop_schema(engine):
    with engine.begin() as connection:
        for path in sorted(SQL_FOLDER.glob("v_*.sql")):
            connection.execute(text(f"DROP VIEW IF EXISTS {path.stem}"))
    Base.metadata.drop_all(engine)


def rows(sql, **params):
    """Run a statement, return its rows as dictionaries. What the reports use."""
    return [dict(row) for row in session.execute(text(sql), params).mappings()]


def scalar(sql, **params):
    return session.execute(text(sql), params).scalar()


def get_or_404(model, key):
    from hearth.lib.errors import NotFound

    found = session.get(model, key)
    if found is None:
        raise NotFound(f"{model.__name__} {key} does not exist")
    return found
