"""The config file: TOML in, checked settings out; what is wrong is shown where it stands."""
