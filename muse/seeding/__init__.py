"""A large crowd for trying Muse at its size: people who follow each other, and what they wrote, in a few minutes.

Nothing of it needs Spotify: items are Spotify IDs by form, made up unless real ones are given.
"""
