"""The words columns are headed with, per field: French, English, Arabic, and what ticketing
systems export (pretix, Eventbrite, Indico, HelloAsso, Weezevent, Google Forms).

Written as people write them; `headers` compares them folded.
"""

NAME_FIELDS = ("first_name", "last_name", "full_name")
ARABIC_NAME_FIELDS = ("first_name_ar", "last_name_ar", "full_name_ar")
FIELDS = (
    *NAME_FIELDS,
    *ARABIC_NAME_FIELDS,
    "company",
    "job_title",
    "email",
    "phone",
    "city",
    "country",
    "category",
    "language",
    "share_level",
    "status",
    "foreign_code",
    "external_ref",
    "order_code",
    "attention",
    "needs_desk",
    "note",
)
"""Every field a column can be mapped to."""

PLAIN_NOTES = (
    *("comment", "comments", "commentaire", "commentaires", "remarque", "remarques", "note"),
    *("notes", "observation", "observations", "remarks", "ملاحظة", "ملاحظات"),
)
"""Columns that hold remarks. Others mapped to `note` keep their header before the text."""

REPEATABLE_FIELDS = ("note",)
"""Fields that several columns may feed."""

PERSON_NAME = "person_name"
"""Not a field: "Nom", "Name", "الاسم" mean the family name, the given name or the whole name,
depending on the other columns."""

UNUSED = "unused"
"""Not a field: columns known to hold nothing that is needed at a check-in."""

WORDS: dict[str, tuple[str, ...]] = {
    PERSON_NAME: (
        *("nom", "noms", "name", "names", "الاسم", "اسم", "nom participant", "nom du participant"),
        *("nom adhérent", "nom de l'adhérent", "nom du visiteur", "votre nom", "your name"),
        *("nom acheteur", "nom payeur", "اسم المشارك", "اسم الزائر", "nom visiteur"),
    ),
    "first_name": (
        *("prénom", "prénoms", "prénom(s)", "first name", "firstname", "given name", "forename"),
        *("given names", "prénom participant", "prénom du participant", "prénom adhérent"),
        *("attendee name: given name", "attendee first name", "prénom payeur", "prénom acheteur"),
        *("الاسم الشخصي", "الاسم الأول", "الإسم الشخصي"),
    ),
    "last_name": (
        *("nom de famille", "last name", "lastname", "family name", "surname", "patronyme"),
        *("attendee name: family name", "attendee last name", "nom patronymique"),
        *("اللقب", "النسب", "الاسم العائلي", "اسم العائلة", "الكنية", "الإسم العائلي"),
    ),
    "full_name": (
        *("nom complet", "nom et prénom", "nom & prénom", "nom prénom", "noms et prénoms"),
        *("nom et prénoms", "nom prénoms", "nom et prénom(s)", "prénom et nom", "prénom nom"),
        *("prénoms et nom", "full name", "fullname", "complete name", "attendee name", "attendee"),
        *("participant", "visiteur", "délégué", "delegate", "name and surname", "badge name"),
        *("first and last name", "first name and last name", "first name last name"),
        *("nom du badge", "contact name", "nom du contact"),
        *("الاسم الكامل", "الاسم واللقب", "الاسم و اللقب", "الاسم والنسب", "الاسم و النسب"),
        *("الاسم الثلاثي", "الاسم الشخصي والعائلي", "الإسم الكامل", "اللقب والاسم"),
    ),
    "company": (
        *("société", "entreprise", "raison sociale", "organisation", "organisme", "structure"),
        *("établissement", "compagnie", "nom de la société", "nom de l'entreprise", "employeur"),
        *("nom de votre entreprise", "nom de votre société", "nom de la structure", "enseigne"),
        *("company", "company name", "organization", "affiliation", "employer", "institution"),
        *("business name", "work company", "organization name", "organisation name"),
        *("الشركة", "اسم الشركة", "المؤسسة", "اسم المؤسسة", "جهة العمل", "الجهة", "الهيئة"),
        *("المنشأة", "المقاولة", "الشركة أو المؤسسة"),
    ),
    "job_title": (
        *("fonction", "poste", "poste occupé", "profession", "métier", "intitulé du poste"),
        *("titre du poste", "fonction dans l'entreprise", "job title", "job", "position"),
        *("occupation", "role", "job role", "work job title", "designation"),
        *("الوظيفة", "المنصب", "المهنة", "المسمى الوظيفي", "الصفة", "المهمة"),
    ),
    "email": (
        *("email", "e-mail", "mail", "courriel", "adresse email", "adresse e-mail", "emails"),
        *("adresse mail", "adresse électronique", "adresse de courriel", "adresse courriel"),
        *("courrier électronique", "mél", "email address", "e-mail address", "work email"),
        *("email professionnel", "email pro", "attendee e-mail", "attendee email", "mail pro"),
        *("email participant", "email du participant", "email payeur", "email acheteur"),
        *("البريد الإلكتروني", "البريد الالكتروني", "الإيميل", "ايميل", "إيميل", "البريد"),
        *("عنوان البريد الإلكتروني",),
    ),
    "phone": (
        *("téléphone", "tél", "tel", "téléphone portable", "portable", "mobile", "gsm"),
        *("téléphone mobile", "tél portable", "tél mobile", "tél gsm", "n° tél", "numéro de gsm"),
        *("numéro de téléphone", "n° de téléphone", "n° téléphone", "numéro de portable"),
        *("phone", "phone number", "telephone", "cell phone", "mobile phone", "cell", "whatsapp"),
        *("mobile number", "work phone", "home phone", "telephone number", "contact number"),
        *("الهاتف", "رقم الهاتف", "الجوال", "رقم الجوال", "المحمول", "الهاتف المحمول", "هاتف"),
        *("النقال", "الهاتف النقال", "رقم الهاتف النقال", "واتساب", "رقم الهاتف المحمول"),
    ),
    "city": (
        *("ville", "ville de résidence", "city", "town", "commune", "localité", "home city"),
        *("work city", "المدينة", "مدينة"),
    ),
    "country": (
        *("pays", "pays de résidence", "country", "country of residence", "home country"),
        *("work country", "country/region", "your country", "البلد", "الدولة", "بلد الإقامة"),
    ),
    "category": (
        *("catégorie", "catégories", "category", "profil", "type de visiteur", "type de badge"),
        *("type de participant", "type d'inscription", "type de billet", "billet", "formule"),
        *("type de profil", "vous êtes", "ticket type", "ticket", "ticket name", "product"),
        *("badge type", "registration type", "attendee type", "visitor type", "tarif"),
        *("participant type", "product name", "profile", "type", "tarif billet"),
        *("الفئة", "فئة", "الصنف", "نوع التذكرة", "نوع المشاركة", "نوع الزائر", "فئة الزائر"),
    ),
    "language": (
        *("langue", "langue préférée", "langue de communication", "language", "locale", "lang"),
        *("preferred language", "اللغة", "لغة", "لغة التواصل", "اللغة المفضلة"),
    ),
    "share_level": (
        *("partage des coordonnées", "partage", "partager mes coordonnées", "partage de données"),
        *("autorisation de partage", "partage coordonnées", "partage des données", "consentement"),
        *("share contact details", "share my details", "data sharing", "contact sharing"),
        *(
            "share details",
            "sharing",
            "share my contact details",
            "consent",
            "share with exhibitors",
        ),
        *("مشاركة البيانات", "مشاركة المعلومات", "مشاركة بيانات الاتصال", "الموافقة على المشاركة"),
    ),
    "status": (
        *("statut", "état", "statut de l'inscription", "statut inscription", "status", "state"),
        *("statut de la commande", "statut du billet", "attendee status", "registration state"),
        *("registration status", "order status", "payment status", "ticket status"),
        *("الحالة", "حالة التسجيل", "الوضعية", "حالة"),
    ),
    "foreign_code": (
        *("secret", "barcode", "barcode #", "bar code", "code barre", "code barres", "qr code"),
        *("code-barres", "code à barres", "code du billet", "numéro de billet", "n° de billet"),
        *("n° billet", "numéro du billet", "code billet", "code qr", "qr", "qrcode", "code badge"),
        *(
            "ticket code",
            "ticket number",
            "ticket #",
            "ticket secret",
            "badge code",
            "barcode number",
        ),
        *("الباركود", "رمز التذكرة", "رقم التذكرة", "رمز الاستجابة السريعة", "رمز الشارة"),
    ),
    "external_ref": (
        *("attendee #", "attendee id", "id", "identifiant", "registration id", "référence", "ref"),
        *("registration number", "n° d'inscription", "numéro d'inscription", "id d'inscription"),
        *("id inscription", "reference", "matricule", "position id", "participant id", "uuid"),
        *("registrant id", "réf", "المعرف", "رقم التسجيل", "المرجع"),
    ),
    "order_code": (
        *("order code", "order #", "order number", "order id", "order", "numéro de commande"),
        *("référence commande", "référence de la commande", "n° de commande", "n° commande"),
        *("commande", "رقم الطلب", "رمز الطلب"),
    ),
    "attention": (
        *("requires special attention", "special attention", "attention", "attention particulière"),
        *("عناية خاصة", "تنبيه"),
    ),
    "needs_desk": (
        *("needs desk", "desk", "à voir à l'accueil", "passer à l'accueil", "voir l'accueil"),
        *("يراجع الاستقبال", "مراجعة الاستقبال"),
    ),
    "note": (*PLAIN_NOTES, "délégation", "delegation", "الوفد"),
    UNUSED: (
        *("price", "prix", "montant", "montant tarif", "total", "total paid", "fees paid"),
        *("eventbrite fees", "eventbrite payment processing", "currency", "devise", "quantity"),
        *("quantité", "price tier", "order type", "order date", "order time", "group", "date"),
        *("date de la commande", "moyen de paiement", "code promo", "voucher code", "seat id"),
        *("checked in", "checked out", "automatically checked in", "street", "address", "adresse"),
        *("zip code", "code postal", "zip", "timestamp", "horodateur", "civilité", "sexe"),
        *("genre", "gender", "title", "titre", "date d'inscription", "registration date"),
        *("date de naissance", "home zip", "home state", "home address 1", "home address 2"),
        *("طابع زمني", "التاريخ", "الجنس", "تاريخ التسجيل", "العنوان", "n°", "no", "#"),
        *("numéro", "رقم", "secteur", "secteur d'activité", "site web", "website"),
    ),
}

IDENTITY_WORDS = (
    *("cin", "cnie", "n° cin", "numéro cin", "carte nationale", "carte d'identité", "cni"),
    *("numéro de carte d'identité", "n° de carte d'identité", "passeport", "n° passeport"),
    *("numéro de passeport", "passport", "passport number", "id card", "identity card"),
    *("identity card number", "national id", "nni", "رقم البطاقة الوطنية", "البطاقة الوطنية"),
    *("رقم بطاقة التعريف", "بطاقة التعريف", "رقم جواز السفر", "جواز السفر", "رقم الهوية"),
)
"""Columns that are never taken in, not even for the preview: the identity number is not ours."""

BUYER_WORDS = (
    *("payeur", "payer", "buyer", "acheteur", "purchaser", "billing", "facturation", "المشتري"),
)
"""These columns speak of who paid; used only when nothing speaks of who comes."""
