"""The people of the sandbox: who they are, what they like, what they saved, played and put into playlists."""
