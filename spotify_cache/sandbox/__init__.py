"""A stand-in for Spotify over real HTTP: accounts service, Web API, artwork and faults, in a process of its own."""
