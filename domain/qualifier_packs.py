"""Ready questions for exhibitors. The BPO pack is for call centres and those who sell to them."""

from collections.abc import Mapping

from domain.qualifiers import (
    CHOICE_OTHER,
    MULTIPLE,
    SINGLE,
    Condition,
    Option,
    Qualifier,
)


def _labels(fr: str, ar: str, en: str) -> Mapping[str, str]:
    return {"fr": fr, "ar": ar, "en": en}


def _option(code: str, fr: str, ar: str, en: str) -> Option:
    return Option(code, _labels(fr, ar, en))


_SEATS = Qualifier(
    "seats_wanted",
    SINGLE,
    _labels("Nombre de positions souhaitées", "عدد المقاعد المطلوبة", "Seats wanted"),
    (
        _option("under_10", "Moins de 10", "أقل من 10", "Under 10"),
        _option("from_10_to_49", "10 à 49", "من 10 إلى 49", "10 to 49"),
        _option("from_50_to_199", "50 à 199", "من 50 إلى 199", "50 to 199"),
        _option("from_200", "200 et plus", "200 فأكثر", "200 and more"),
    ),
)
_LANGUAGES = Qualifier(
    "call_languages",
    MULTIPLE,
    _labels("Langues des appels", "لغات المكالمات", "Languages of the calls"),
    (
        _option("french", "Français", "الفرنسية", "French"),
        _option("arabic", "Arabe", "العربية", "Arabic"),
        _option("english", "Anglais", "الإنجليزية", "English"),
        _option("spanish", "Espagnol", "الإسبانية", "Spanish"),
        _option("dutch", "Néerlandais", "الهولندية", "Dutch"),
        _option("german", "Allemand", "الألمانية", "German"),
        _option("italian", "Italien", "الإيطالية", "Italian"),
    ),
)
_DIRECTION = Qualifier(
    "call_direction",
    MULTIPLE,
    _labels("Type d’activité", "نوع النشاط", "Kind of work"),
    (
        _option("inbound", "Appels entrants", "مكالمات واردة", "Inbound calls"),
        _option("outbound", "Appels sortants", "مكالمات صادرة", "Outbound calls"),
        _option("back_office", "Back-office", "مكتب خلفي", "Back office"),
        _option("chat_and_mail", "Chat et e-mail", "دردشة وبريد إلكتروني", "Chat and e-mail"),
    ),
)
_SHORE = Qualifier(
    "shore",
    SINGLE,
    _labels("Localisation souhaitée", "الموقع المطلوب", "Location wanted"),
    (
        _option("onshore", "Sur place (onshore)", "داخل البلد (أونشور)", "Onshore"),
        _option("nearshore", "Proche (nearshore)", "قريب (نيرشور)", "Nearshore"),
        _option("offshore", "À distance (offshore)", "بعيد (أوفشور)", "Offshore"),
        _option("open", "Indifférent", "لا فرق", "No preference"),
    ),
)
_HAS_TOOL = Qualifier(
    "has_tool",
    SINGLE,
    _labels("Outil déjà en place ?", "هل توجد أداة حاليا؟", "A tool in place already?"),
    (
        _option("crm", "CRM", "نظام إدارة العملاء", "CRM"),
        _option("dialler", "Numéroteur", "برنامج الاتصال الآلي", "Dialler"),
        _option("both", "Les deux", "كلاهما", "Both"),
        _option("neither", "Aucun", "لا شيء", "Neither"),
    ),
)
_TOOL = Qualifier(
    "current_tool",
    CHOICE_OTHER,
    _labels("Lequel ?", "أيها؟", "Which one?"),
    (
        _option("salesforce", "Salesforce", "Salesforce", "Salesforce"),
        _option("hubspot", "HubSpot", "HubSpot", "HubSpot"),
        _option("zoho", "Zoho", "Zoho", "Zoho"),
        _option("dynamics", "Dynamics 365", "Dynamics 365", "Dynamics 365"),
        _option("odoo", "Odoo", "Odoo", "Odoo"),
        _option("vicidial", "Vicidial", "Vicidial", "Vicidial"),
        _option("genesys", "Genesys", "Genesys", "Genesys"),
    ),
    Condition("has_tool", ("crm", "dialler", "both")),
)
_BUDGET = Qualifier(
    "budget_per_year",
    SINGLE,
    _labels("Budget annuel", "الميزانية السنوية", "Budget per year"),
    (
        _option("under_100k", "Moins de 100 000 MAD", "أقل من 100000 درهم", "Under MAD 100,000"),
        _option(
            "from_100k_to_1m",
            "100 000 à 1 million de MAD",
            "من 100000 إلى مليون درهم",
            "MAD 100,000 to 1 million",
        ),
        _option("over_1m", "Plus de 1 million de MAD", "أكثر من مليون درهم", "Over MAD 1 million"),
        _option("not_decided", "Pas encore fixé", "لم تحدد بعد", "Not decided"),
    ),
)
_START = Qualifier(
    "start",
    SINGLE,
    _labels("Démarrage", "موعد البدء", "Start"),
    (
        _option("now", "Tout de suite", "فورا", "At once"),
        _option("within_3_months", "D’ici 3 mois", "خلال 3 أشهر", "Within 3 months"),
        _option("within_6_months", "D’ici 6 mois", "خلال 6 أشهر", "Within 6 months"),
        _option("later", "Plus tard", "لاحقا", "Later"),
    ),
)
_ROLE = Qualifier(
    "decision_role",
    SINGLE,
    _labels("Rôle dans la décision", "الدور في اتخاذ القرار", "Part in the decision"),
    (
        _option("decides", "Décide", "صاحب القرار", "Decides"),
        _option("recommends", "Recommande", "يوصي", "Recommends"),
        _option("uses", "Utilise", "يستخدم", "Uses it"),
        _option("gathers", "Se renseigne", "يجمع المعلومات", "Gathers information"),
    ),
)

BPO_PACK = (
    _SEATS,
    _LANGUAGES,
    _DIRECTION,
    _SHORE,
    _HAS_TOOL,
    _TOOL,
    _BUDGET,
    _START,
    _ROLE,
)
PACKS = {"bpo": BPO_PACK}
