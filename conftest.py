"""Turn on pytester, with which the plugin's own tests run pytest."""

pytest_plugins = ["pytester"]
