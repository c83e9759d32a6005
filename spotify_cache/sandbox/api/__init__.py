"""The endpoints of the Web API, one module for each part of Spotify's reference."""
