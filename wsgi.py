"""The web server's entry."""

from app.config import Config
from app.factory import create_app

app = create_app(Config.from_env())
