"""Cells that choose among a few things: yes/no, language, status, category, in fr, en and ar."""

from functools import lru_cache

from server.importing.folding import fold_text

REGISTERED, CANCELLED, BLOCKED = "registered", "cancelled", "blocked"
UNPAID, APPROVAL = "unpaid", "approval"
"""Reasons for `needs_desk`, as the admission rules name them."""

_YES = (
    *("yes", "oui", "o", "y", "true", "vrai", "1", "x", "ok", "on", "d'accord", "j'accepte"),
    *("accepte", "accepté", "accepted", "i agree", "agree", "checked", "نعم", "أوافق", "موافق"),
    *("✓", "✔", "tout", "all", "avec plaisir", "si", "أجل"),
)
_NO = (
    *("no", "non", "n", "false", "faux", "0", "off", "none", "aucun", "je refuse", "refuse"),
    *("refusé", "declined", "i do not agree", "لا", "كلا", "لا أوافق", "غير موافق", "أرفض"),
)
_LANGUAGES = {
    "fr": ("fr", "fra", "fre", "fr fr", "fr ma", "français", "french", "الفرنسية", "فرنسية"),
    "ar": ("ar", "ara", "ar ma", "ar mr", "arabe", "arabic", "العربية", "عربية", "عربي"),
    "en": ("en", "eng", "en us", "en gb", "anglais", "english", "الإنجليزية", "انجليزية"),
}
_STATUSES = {
    REGISTERED: (
        *("attending", "registered", "inscrit", "inscrite", "confirmed", "confirmé", "confirmée"),
        *("validé", "validée", "valide", "valid", "paid", "payé", "payée", "completed", "complete"),
        *("approved", "approuvé", "accepté", "checked in", "présent", "active", "actif", "ok"),
        *("مؤكد", "مسجل", "مقبول", "مدفوع", "مسجلة", "مؤكدة", "going", "confirmation"),
    ),
    CANCELLED: (
        *("not attending", "cancelled", "canceled", "annulé", "annulée", "annulation", "deleted"),
        *("refunded", "remboursé", "remboursée", "withdrawn", "désisté", "désistée", "expired"),
        *("expiré", "rejected", "refusé", "refusée", "declined", "not going", "rejeté", "void"),
        *("supprimé", "refund", "ne vient pas", "absent", "cancel", "retiré"),
        *("ملغى", "ملغي", "ملغاة", "ملغية", "تم الإلغاء", "الغاء", "مسترد", "مرفوض", "منسحب"),
    ),
    BLOCKED: ("blocked", "bloqué", "bloquée", "banned", "interdit", "blacklist", "محظور"),
    UNPAID: (
        *("unpaid", "non payé", "impayé", "pending payment", "en attente de paiement", "غير مدفوع"),
        *("awaiting payment", "payment pending", "à payer", "في انتظار الدفع"),
    ),
    APPROVAL: (
        *("pending", "en attente", "awaiting approval", "à valider", "en cours", "waiting"),
        *("waitlisted", "liste d'attente", "to be approved", "pending approval"),
        *("قيد الانتظار", "في الانتظار", "معلق"),
    ),
}
_SHARE_LEVELS = {
    "none": ("none", "nothing", "rien", "aucun", "aucune", "لا شيء"),
    "card": ("card", "business card", "carte", "carte de visite", "بطاقة", "بطاقة العمل"),
    "mail": (
        *("mail", "email", "e-mail", "courriel", "card and e-mail", "carte et e-mail"),
        *("بريد", "البريد الإلكتروني", "بطاقة وبريد"),
    ),
    "all": ("all", "everything", "tout", "toutes", "complet", "الكل", "كل شيء", "الجميع"),
}
"""As domain.share_levels names them. Letters alone (N, C, M, A) are left out: N also means no."""
_CATEGORIES = {
    "visitor": ("visitor", "visiteur", "visiteuse", "زائر", "زائرة", "visiteurs", "visitors"),
    "exhibitor": ("exhibitor", "exposant", "exposante", "عارض", "عارضة", "exposants"),
    "student": ("student", "étudiant", "étudiante", "طالب", "طالبة"),
    "speaker": ("speaker", "conférencier", "conférencière", "intervenant", "متحدث", "محاضر"),
    "press": ("press", "presse", "média", "media", "journaliste", "صحافة", "الصحافة", "إعلام"),
    "vip": ("vip", "invité vip", "invité d'honneur", "شخصية مهمة", "كبار الشخصيات"),
    "organizer": (
        "organizer",
        "organisation",
        "organisateur",
        "staff",
        "équipe",
        "منظم",
        "التنظيم",
    ),
    "delegate": ("delegate", "délégué", "déléguée", "délégation", "delegation", "وفد", "مندوب"),
}


def read_yes_no(text: str) -> bool | None:
    """True, False, or None when the cell says neither."""
    folded = fold_text(text) or text.strip()
    return _yes_no().get(folded)


def read_share_level(text: str) -> str | None:
    """`none`, `card`, `mail` or `all`, or None: then the cell may still say yes or no."""
    return _share_levels().get(fold_text(text))


def read_language(text: str) -> str | None:
    """`fr`, `ar` or `en`, or None."""
    return _languages().get(fold_text(text))


def read_status(text: str) -> str | None:
    """`registered`, `cancelled`, `blocked`, `unpaid`, `approval`, or None."""
    return _statuses().get(fold_text(text))


def category_family(text: str) -> str | None:
    """The usual category a word stands for in any of the languages (`visitor`), or None."""
    return _categories().get(fold_text(text))


@lru_cache(maxsize=1)
def _yes_no() -> dict[str, bool]:
    words = {fold_text(word) or word: True for word in _YES}
    return words | {fold_text(word): False for word in _NO}


def _flatten(words: dict[str, tuple[str, ...]]) -> dict[str, str]:
    return {fold_text(word): name for name, group in words.items() for word in group}


@lru_cache(maxsize=1)
def _share_levels() -> dict[str, str]:
    return _flatten(_SHARE_LEVELS)


@lru_cache(maxsize=1)
def _languages() -> dict[str, str]:
    return _flatten(_LANGUAGES)


@lru_cache(maxsize=1)
def _statuses() -> dict[str, str]:
    return _flatten(_STATUSES)


@lru_cache(maxsize=1)
def _categories() -> dict[str, str]:
    return _flatten(_CATEGORIES)
