"""Environments to run the hub in: the sample of a safe production, and those of throw-away servers."""

from pathlib import Path

SAMPLE_SECRET = "sample-Wm7cV2zQx9-tY4uK8pRn3LbG6hJd5sFa1eXw0oTiUyPqCvMz"  # noqa: S105 -- opens nothing


def safe_production(data: Path) -> dict[str, str]:
    """Return a production environment that every deploy check accepts; tests spoil it variable by variable."""
    return {
        "HUB_ENV": "production",
        "HUB_SECRET_KEY": SAMPLE_SECRET,
        "HUB_DATABASE_URL": "postgresql://hub:sample@127.0.0.1:5432/hub",
        "HUB_REDIS_URL": "rediss://:sample@127.0.0.1:6379/0",
        "HUB_BROKER_URL": "rediss://:sample@127.0.0.1:6379/1",
        "HUB_ALLOWED_HOSTS": "hub.example.org",
        "HUB_BASE_URL": "https://hub.example.org",
        "HUB_DATA_DIR": str(data),
        "HUB_KEYRING": str(data / "keyring.json"),
        "HUB_METRICS_TOKEN": SAMPLE_SECRET[::-1],
        "HUB_EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "HUB_RATE_LIMITS": "on",
        "HUB_DEBUG": "off",
    }


def on_servers(data: Path, database_url: str, redis_url: str) -> dict[str, str]:
    """Return the environment of a hub on PostgreSQL and Redis; broker and cache have a base each."""
    return {
        "HUB_ENV": "demo",
        "HUB_DATA_DIR": str(data),
        "HUB_DATABASE_URL": database_url,
        "HUB_REDIS_URL": f"{redis_url}/0",
        "HUB_BROKER_URL": f"{redis_url}/1",
    }


def embedded(data: Path) -> dict[str, str]:
    """Return the environment of a hub on SQLite and the filesystem broker, as the quick start has it."""
    return {
        "HUB_ENV": "demo",
        "HUB_DATA_DIR": str(data),
        "HUB_DATABASE_URL": f"sqlite:///{data / 'hub.sqlite3'}",
        "HUB_BROKER_URL": "filesystem://",
        "HUB_REDIS_URL": "",
    }
