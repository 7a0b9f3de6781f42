"""Country names in French, English, Arabic or ISO codes, to ISO alpha-2 (names: Unicode CLDR)."""

from functools import lru_cache

from babel import Locale

from server.importing.folding import fold_text

_LANGUAGES = ("en", "fr", "ar")
_ALSO = {
    "MA": ("mar", "royaume du maroc", "kingdom of morocco", "المملكة المغربية", "marocaine", "ma"),
    "MR": ("mrt", "rim", "république islamique de mauritanie"),
    "DZ": ("dza", "alger"),
    "TN": ("tun",),
    "SN": ("sen", "السنغال", "السينغال"),
    "FR": ("fra", "france métropolitaine"),
    "CI": ("civ", "cote d'ivoire", "ivory coast", "ساحل العاج", "كوت ديفوار"),
    "ES": ("esp",),
    "BE": ("bel",),
    "CA": ("can",),
    "DE": ("deu", "ger"),
    "IT": ("ita",),
    "PT": ("prt",),
    "ML": ("mli",),
    "EG": ("egy",),
    "LY": ("lby",),
    "AE": ("uae", "eau", "émirats", "émirats arabes unis", "الإمارات"),
    "SA": ("ksa", "saudi", "السعودية"),
    "GB": ("uk", "gbr", "angleterre", "england", "grande bretagne", "great britain", "scotland"),
    "US": ("usa", "us", "états unis d'amérique", "united states of america", "أمريكا"),
    "CD": ("rdc", "drc", "congo kinshasa"),
    "CG": ("congo", "congo brazzaville"),
    "CH": ("che", "suisse"),
    "NL": ("hollande", "holland", "pays bas"),
    "TR": ("turquie", "turkey", "türkiye", "تركيا"),
    "CN": ("chine", "china"),
}


@lru_cache(maxsize=1)
def _codes() -> dict[str, str]:
    codes = {}
    for language in _LANGUAGES:
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha():
                codes[fold_text(str(name))] = code
                codes[code.lower()] = code
    also = {fold_text(name): code for code, names in _ALSO.items() for name in names}
    return codes | also


def read_country(text: str) -> str | None:
    """ISO alpha-2 in capitals, or None for a name that is not a country's."""
    return _codes().get(fold_text(text))
