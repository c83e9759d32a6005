"""People who do not exist, and what they say about music: a Muse with something to read from the first minute.

The texts name no album, artist or track: they are spread over whatever the connected Spotify has.
"""
