"""Markets: where Spotify is, and where a release may be played."""

from __future__ import annotations

MARKETS: tuple[str, ...] = (
    "AD", "AE", "AG", "AL", "AM", "AO", "AR", "AT", "AU", "AZ", "BA", "BB", "BD", "BE", "BF", "BG", "BH", "BI",
    "BJ", "BN", "BO", "BR", "BS", "BT", "BW", "BY", "BZ", "CA", "CD", "CG", "CH", "CI", "CL", "CM", "CO", "CR",
    "CV", "CW", "CY", "CZ", "DE", "DJ", "DK", "DM", "DO", "DZ", "EC", "EE", "EG", "ES", "ET", "FI", "FJ", "FM",
    "FR", "GA", "GB", "GD", "GE", "GH", "GM", "GN", "GQ", "GR", "GT", "GW", "GY", "HK", "HN", "HR", "HT", "HU",
    "ID", "IE", "IL", "IN", "IQ", "IS", "IT", "JM", "JO", "JP", "KE", "KG", "KH", "KI", "KM", "KN", "KR", "KW",
    "KZ", "LA", "LB", "LC", "LI", "LK", "LR", "LS", "LT", "LU", "LV", "LY", "MA", "MC", "MD", "ME", "MG", "MH",
    "MK", "ML", "MN", "MO", "MR", "MT", "MU", "MV", "MW", "MX", "MY", "MZ", "NA", "NE", "NG", "NI", "NL", "NO",
    "NP", "NR", "NZ", "OM", "PA", "PE", "PG", "PH", "PK", "PL", "PR", "PS", "PT", "PW", "PY", "QA", "RO", "RS",
    "RW", "SA", "SB", "SC", "SE", "SG", "SI", "SK", "SL", "SM", "SN", "SR", "ST", "SV", "SZ", "TD", "TG", "TH",
    "TJ", "TL", "TN", "TO", "TR", "TT", "TV", "TW", "TZ", "UA", "UG", "US", "UY", "UZ", "VC", "VE", "VN", "VU",
    "WS", "XK", "ZA", "ZM", "ZW",
)  # fmt: skip

EVERYWHERE = 0
_AWAY: tuple[frozenset[str], ...] = (
    frozenset(),
    frozenset({"BY", "KZ", "UZ"}),
    frozenset({"US", "CA", "PR"}),
    frozenset({"GB", "IE"}),
    frozenset({"JP", "KR", "TW", "HK"}),
    frozenset({"DE", "AT", "CH", "LI"}),
)
TERRITORIES: tuple[tuple[str, ...], ...] = tuple(
    tuple(market for market in MARKETS if market not in away) for away in _AWAY
)
"""Sets of markets, as sorted lists; an album's `territory` is a place in this list. Most are played everywhere."""

_SETS = tuple(frozenset(markets) for markets in TERRITORIES)


def is_market(code: str) -> bool:
    return code in _SETS[EVERYWHERE]


def plays_in(territory: int, market: str) -> bool:
    """Whether a release of this territory may be played in the market (ISO 3166-1 alpha-2)."""
    return market in _SETS[territory]
