"""The model: one class a node type, one class an edge type, and nothing else.

A property is one line: French label, English label, what it is. Everything else derives from it.
"""

from __future__ import annotations

from graph import codes
from graph.declare import Edge, Key, Node, pairs
from graph.kinds import Choice, Code, Day, Flag, Number, Text, Texts, Whole, visibility


class Territory(Node):
    """A commune, an inter-communal body, an employment basin, a département or a region."""

    fr, fr_plural, en, en_plural = "territoire", "territoires", "territory", "territories"
    synonyms = ("communes", "commune", "bassins", "epci")
    key = Key("Kind and official code: `com:36044`, `epci:…`, `be:2401`, `dep:36`, `reg:24`.", codes.territory, "com:36044", 5, (("code",),))
    shape, colour = "square", "#8a94a3"

    code = Text("code", "code", "Official code without its kind.", synonyms=("code_insee", "code insee", "insee"), example="36044")
    kind = Choice("nature", "kind", "What kind of territory.", example="commune", choices={"commune": ("commune", "commune"), "epci": ("intercommunalité", "inter-communal body"), "basin": ("bassin d'emploi", "employment basin"), "department": ("département", "département"), "region": ("région", "region")})
    name = Text("nom", "name", "Official name.", required=True, example="Châteauroux")
    population = Whole("population", "population", "Inhabitants.", example=42731)
    latitude = Number("latitude", "latitude", "Degrees north, WGS 84.", least=-90, most=90, example=46.8095)
    longitude = Number("longitude", "longitude", "Degrees east, WGS 84.", least=-180, most=180, example=1.6906)
    retired = Text("retiré en", "retired", "Edition of the official table that no longer has it.", example="2026")


class Sector(Node):
    """A heading of the NAF, at any level; the nomenclature is part of the key."""

    fr, fr_plural, en, en_plural = "secteur d'activité", "secteurs d'activité", "sector", "sectors"
    synonyms = ("naf", "secteurs", "activites")
    key = Key("NAF heading with its nomenclature: `naf2:25.62B`, `naf25:…`.", codes.sector, "naf2:25.62B", None, (("code",),))
    headline = "title"
    shape, colour = "hexagon", "#9fd2ef"

    code = Text("code", "code", "Heading as published.", synonyms=("naf_id", "code naf"), example="25.62B")
    title = Text("libellé", "title", "Official title.", required=True, synonyms=("naf_label",), example="Mécanique industrielle")
    level = Whole("niveau", "level", "1 section, 2 division, 3 group, 4 class, 5 subclass.", least=1, most=5, example=5)
    retired = Text("retiré en", "retired", "Edition of the official table that no longer has it.", example="2026")


class Occupation(Node):
    """An occupation of ROME 4.0."""

    fr, fr_plural, en, en_plural = "métier", "métiers", "occupation", "occupations"
    synonyms = ("rome",)
    key = Key("ROME 4.0 code.", codes.rome, "I1304", None, ())
    headline = "title"
    shape, colour = "dot", "#d1571a"

    title = Text("intitulé", "title", "Official title.", required=True, synonyms=("libelle", "libelle_rome"), example="Installation et maintenance d'équipements industriels")
    job_titles = Texts("appellations", "job titles", "Job titles that mean this occupation.", example="Technicien de maintenance; Électromécanicien")
    domain = Text("domaine", "domain", "Three-character professional domain.", example="I13")
    domain_title = Text("intitulé du domaine", "domain title", "Title of the professional domain.", example="Mécanique, maintenance")
    broad_domain_title = Text("grand domaine", "broad domain title", "Title of the broad domain, the first letter of the code.", example="Installation et maintenance")
    parent = Text("métier parent", "parent", "ROME code at the head of its family; its own where it is the head.", example="I1304")
    regulated = Flag("réglementé", "regulated", "Whether it may only be exercised with a title or diploma.", example="non")
    version = Text("version", "version", "ROME version it was read from.", example="460")
    retired = Text("retiré en", "retired", "Edition of the official table that no longer has it.", example="461")


class Skill(Node):
    """A competence, a savoir, a savoir-être or a work context."""

    fr, fr_plural, en, en_plural = "compétence", "compétences", "skill", "skills"
    key = Key("ROME code, or a slug for a skill in words of its own.", codes.skill, "100007", None, (("title",),))
    headline = "title"
    shape, colour = "triangleDown", "#2f9e77"

    title = Text("intitulé", "title", "What one can do or knows.", required=True, synonyms=("libelle",), example="Techniques de soudage")
    kind = Choice("nature", "kind", "Kind of skill.", default="competence", example="savoir", choices={"competence": ("savoir-faire", "competence"), "savoir": ("savoir", "knowledge"), "savoir-etre": ("savoir-être", "professional behaviour"), "context": ("contexte", "work context")})
    version = Text("version", "version", "ROME version it was read from.", example="460")
    retired = Text("retiré en", "retired", "Edition of the official table that no longer has it.", example="461")


class Certification(Node):
    """A certification of the national register, or of the répertoire spécifique."""

    fr, fr_plural, en, en_plural = ("certification", "certifications", "certification", "certifications")
    key = Key("RNCP number, or RS number of the répertoire spécifique.", codes.rncp, "RNCP35191", None, ())
    headline = "title"
    shape, colour = "star", "#2f9e77"

    title = Text("intitulé", "title", "Registered title.", required=True, example="Technicien de maintenance industrielle")
    level = Whole("niveau", "level", "European level, 1 to 8.", least=1, most=8, example=4)
    kind = Text("nature", "kind", "Kind of diploma or title, as abbreviated.", example="TP")
    blocks = Texts("blocs de compétences", "blocks", "Its blocks, each code with its title.", example="RNCP35191BC01 Maintenir une installation; RNCP35191BC02 Améliorer une installation")
    certifiers = Texts("certificateurs", "certifiers", "Bodies that deliver it.", example="Ministère du travail")
    formacodes = Texts("formacodes", "formacodes", "Themes of its trainings, Formacode numbers.", example="31624")
    until = Day("enregistrée jusqu'au", "until", "Last day of its registration.", example="2028-12-31")
    active = Flag("active", "active", "Whether it can still be taken.", example="oui")
    retired = Text("retirée en", "retired", "Edition of the register that no longer has it.", example="2026-09-07")


class Topic(Node):
    """What a company may ask for or a service answers."""

    fr, fr_plural, en, en_plural = "thème", "thèmes", "topic", "topics"
    key = Key("A short name of its own.", example="recruter")
    shape, colour = "star", "#f0c84a"

    name = Text("nom", "name", "Name of the topic.", required=True, example="Recruter")
    description = Text("description", "description", "What belongs to it.")


class Outlook(Node):
    """A figure published by others, shown beside ours with its year, never added to it."""

    fr, fr_plural, en, en_plural = ("projection publiée", "projections publiées", "published outlook", "published outlooks")
    key = Key("Source, basin, family and year.", example="bmo-2401-a0x40-2025", alternatives=(("publisher", "family", "year"),))
    headline = "family"
    shape, colour = "diamond", "#9fd2ef"

    publisher = Text("éditeur", "publisher", "Who published it.", required=True, example="BMO")
    family = Text("famille", "family", "Family of occupations, as published.", required=True, example="A0X40")
    title = Text("intitulé", "title", "Title of the family.")
    year = Whole("année", "year", "Year of the figure.", required=True, least=1990, most=2100, example=2025)
    projects = Whole("projets", "projects", "Recruitment projects; empty when withheld.", withheld_by="withheld", example=210)
    difficult = Whole("difficiles", "difficult", "Of them, judged difficult; empty when withheld.", withheld_by="withheld")
    seasonal = Whole("saisonniers", "seasonal", "Of them, seasonal; empty when withheld.", withheld_by="withheld")
    withheld = Flag("secret", "withheld", "Whether a figure is withheld by its publisher.")


class Employer(Node):
    """What companies and actors share: whatever a company can need, an actor can."""

    abstract = True

    siret = Code("SIRET", "siret", "Establishment number.", reader=codes.siret, pattern=r"^\d{14}$", system="SIRET", figures=14, example="99990000400006")
    siren = Code("SIREN", "siren", "Legal unit number.", reader=codes.siren, pattern=r"^\d{9}$", system="SIREN", figures=9, example="999900004")
    name = Text("nom", "name", "Name as people know it.", required=True, synonyms=("raison sociale", "denomination", "enseigne", "etablissement"), example="L'Atelier d'Amboise & Fils")
    legal_form = Text("forme juridique", "legal form", "Legal form.", example="SAS")
    headcount = Whole("effectif", "headcount", "Salaried staff.", synonyms=("effectifs", "salaries", "nombre de salaries"), example=45)
    band = Text("tranche d'effectif", "band", "INSEE headcount band.", example="21")
    band_year = Whole("année de la tranche", "band year", "Year of the band.", least=1990, most=2100, example=2023)
    address = Text("adresse", "address", "Street and number, without postal code and commune.", example="12 rue du Lavoir")
    idcc = Text("convention collective", "collective agreement", "Collective agreement number (IDCC).", synonyms=("idcc",), example="3248")
    subject_to_vat = Flag("assujetti à la TVA", "subject to VAT", "Whether it is subject to VAT.", example="oui")
    latitude = Number("latitude", "latitude", "Degrees north, WGS 84; else the commune's.", least=-90, most=90, example=47.4109)
    longitude = Number("longitude", "longitude", "Degrees east, WGS 84; else the commune's.", least=-180, most=180, example=0.9822)
    status = Choice("statut", "status", "Whether it is open.", default="open", example="ouvert", choices={"open": ("ouvert", "open"), "closed": ("fermé", "closed")})
    closed_on = Day("fermé le", "closed on", "Day it closed.", example="2026-12-31")


class Company(Employer):
    """An establishment: a place where people work."""

    fr, fr_plural, en, en_plural = ("établissement", "établissements", "establishment", "establishments")
    synonyms = ("entreprises", "entreprise", "companies", "company", "societes", "employeurs")
    key = Key("SIRET, else a slug of name and commune.", codes.establishment, "99990000400006", 14, (("siret",), ("name", "commune")))
    shape, colour = "dot", "#1c4e9c"


class Actor(Employer):
    """An organisation in its role in the network; it may employ too."""

    fr, fr_plural, en, en_plural = "partenaire", "partenaires", "actor", "actors"
    synonyms = ("acteurs", "acteur", "organismes", "structures")
    key = Key("SIRET, or a short name of its own.", codes.establishment, "maison-de-l-emploi-du-blaisois", 14, (("name",),))
    shape, colour = "square", "#d1571a"

    acronym = Text("sigle", "acronym", "Its usual short name.", example="MDE")
    kind = Choice("nature", "kind", "Role in the network.", required=True, synonyms=("type",), example="maison de l'emploi", choices={"authority": ("collectivité", "local authority"), "employment": ("maison de l'emploi", "employment house"), "youth": ("mission locale", "youth employment office"), "public-employment": ("France Travail", "public employment service"), "skills-operator": ("OPCO", "skills operator"), "chamber": ("chambre consulaire", "chamber"), "training": ("organisme de formation", "training body"), "association": ("association", "association"), "branch": ("branche professionnelle", "professional branch"), "union": ("syndicat", "union"), "grouping": ("groupement d'employeurs", "employer grouping"), "state": ("service de l'État", "State service"), "health": ("établissement de santé", "health or care body"), "education": ("établissement scolaire", "school"), "inclusion": ("structure d'insertion", "inclusion body")})
    url = Text("site", "url", "Web address.", example="https://example.org")
    active_since = Day("actif depuis", "active since", "Day since which it is in the network.")


class Contact(Node):
    """A function at an actor or company; a name only with its legal basis and date."""

    fr, fr_plural, en, en_plural = "contact", "contacts", "contact", "contacts"
    key = Key("A short name of its own.", example="accueil-maison-de-l-emploi", alternatives=(("function", "company"), ("function", "actor")))
    retention = 36
    headline = "function"
    shape, colour = "triangle", "#9fd2ef"

    function = Text("fonction", "function", "What the person is there for.", required=True, example="Chargé de relations entreprises")
    name = Text("nom", "name", "Name of the person, with its legal basis.", example="")
    legal_basis = Text("base légale", "legal basis", "Why the name may be held.", example="")
    telephone = Text("téléphone", "telephone", "Professional telephone.", example="02 00 00 00 00")
    email = Text("courriel", "email", "Professional address.", example="accueil@example.org")
    visibility = visibility(("cell", "partners"))


class Service(Node):
    """What an actor offers."""

    fr, fr_plural, en, en_plural = "service", "services", "service", "services"
    key = Key("A short name of its own.", example="diagnostic-rh")
    shape, colour = "triangle", "#f0c84a"

    name = Text("nom", "name", "Name of the service.", required=True, example="Diagnostic RH")
    description = Text("description", "description", "What it does.")
    audience = Text("public", "audience", "Whom it is for.", example="TPE et PME")
    smallest_headcount = Whole("effectif minimal", "smallest headcount", "Least headcount it serves.", example=1)
    largest_headcount = Whole("effectif maximal", "largest headcount", "Greatest headcount it serves.", example=249)
    sectors_served = Texts("secteurs servis", "sectors served", "NAF headings it serves; empty: all.")
    legal_forms = Texts("formes juridiques", "legal forms", "Legal forms it serves; empty: all.")
    modes = Texts("modes d'accueil", "modes", "How it is given.", example="en présentiel")
    fees = Text("frais", "fees", "What it costs.", example="gratuit")
    url = Text("site", "url", "Web address.", example="https://example.org")
    updated_on = Day("mis à jour le", "updated on", "Day its publisher last changed it.", example="2026-08-31")


class Resource(Node):
    """What someone can share."""

    fr, fr_plural, en, en_plural = "ressource", "ressources", "resource", "resources"
    key = Key("A short name of its own.", example="salle-de-formation-gien")
    shape, colour = "square", "#f0c84a"

    name = Text("nom", "name", "What it is.", required=True, example="Salle de formation de 12 places")
    kind = Choice("nature", "kind", "Kind of resource.", example="premises", choices={"premises": ("local", "premises"), "equipment": ("équipement", "equipment"), "tutor": ("tuteur", "tutor"), "trainer": ("formateur interne", "in-house trainer"), "expertise": ("expertise", "expertise")})
    available = Text("disponibilité", "available", "When it can be had.", example="mardi et jeudi")


class Training(Node):
    """A training programme."""

    fr, fr_plural, en, en_plural = "formation", "formations", "training", "trainings"
    key = Key("A short name of its own.", example="technicien-de-maintenance-gien", alternatives=(("title",),))
    headline = "title"
    shape, colour = "triangle", "#2f9e77"

    title = Text("intitulé", "title", "Title of the programme.", required=True, example="Technicien de maintenance industrielle")
    hours = Whole("heures", "hours", "Length in hours.", synonyms=("duree",), example=1100)
    mode = Choice("modalité", "mode", "How it is given.", example="présentiel", choices={"on-site": ("présentiel", "on site"), "remote": ("distance", "remote"), "mixed": ("mixte", "mixed"), "work-based": ("alternance", "work-based")})
    funding = Text("financement", "funding", "Who may pay for it.", example="Région, OPCO")
    formacodes = Texts("formacodes", "formacodes", "Its themes, Formacode numbers.", example="31624")
    url = Text("site", "url", "Web address.", example="https://example.org")


class Session(Node):
    """One run of a training."""

    fr, fr_plural, en, en_plural = "session", "sessions", "session", "sessions"
    key = Key("Training and first day.", example="technicien-de-maintenance-gien-2026-11-02", alternatives=(("training", "starts_on"),))
    headline = "starts_on"
    shape, colour = "diamond", "#2f9e77"

    starts_on = Day("débute le", "starts on", "First day.", required=True, example="2026-11-02")
    ends_on = Day("finit le", "ends on", "Last day.", example="2027-06-25")
    seats = Whole("places", "seats", "Seats in all.", example=12)
    seats_taken = Whole("places prises", "seats taken", "Seats already taken.", example=7)


HORIZON = {"urgent": ("urgence", "urgent"), "short": ("court terme", "short term"), "medium": ("moyen terme", "medium term"), "anticipation": ("anticipation", "anticipation")}


class Need(Node):
    """Posts that an employer seeks to fill, once or every year."""

    fr, fr_plural, en, en_plural = "besoin", "besoins", "need", "needs"
    key = Key("A short name of its own.", example="besoin-001", alternatives=())
    retention = 60
    headline = "title"
    shape, colour = "triangleDown", "#9c1c2b"

    title = Text("intitulé", "title", "The need in words.", example="Technicien de maintenance de nuit")
    posts = Number("postes", "posts", "Posts sought, in full-time equivalents.", least=0, most=10000, example=2)
    contract = Choice("contrat", "contract", "Kind of contract.", example="CDI", choices={"permanent": ("CDI", "permanent"), "fixed-term": ("CDD", "fixed-term"), "seasonal": ("saisonnier", "seasonal"), "apprenticeship": ("apprentissage", "apprenticeship"), "temporary": ("intérim", "temporary")})
    time = Choice("temps", "time", "Full or part time.", example="plein", choices={"full": ("plein", "full"), "part": ("partiel", "part")})
    cause = Choice("motif", "cause", "Why the post is open.", example="remplacement", choices={"creation": ("création", "creation"), "replacement": ("remplacement", "replacement"), "departure": ("départ", "departure")})
    starts_on = Day("ouvert le", "starts on", "Day the need arose.", example="2026-02-07")
    by = Day("à pourvoir avant", "by", "Day by which it should be filled.", example="2026-12-31")
    m01 = Number("janvier", "m01", "Full-time equivalents in January.", example=1)
    m02 = Number("février", "m02", "Full-time equivalents in February.", example=1)
    m03 = Number("mars", "m03", "Full-time equivalents in March.", example=1)
    m04 = Number("avril", "m04", "Full-time equivalents in April.", example=0.5)
    m05 = Number("mai", "m05", "Full-time equivalents in May.", example=0)
    m06 = Number("juin", "m06", "Full-time equivalents in June.", example=0)
    m07 = Number("juillet", "m07", "Full-time equivalents in July.", example=0)
    m08 = Number("août", "m08", "Full-time equivalents in August.", example=0)
    m09 = Number("septembre", "m09", "Full-time equivalents in September.", example=0.5)
    m10 = Number("octobre", "m10", "Full-time equivalents in October.", example=1)
    m11 = Number("novembre", "m11", "Full-time equivalents in November.", example=1)
    m12 = Number("décembre", "m12", "Full-time equivalents in December.", example=1)
    recurring = Flag("récurrent", "recurring", "Whether it comes back every year.", example="oui")
    weekdays = Texts("jours", "weekdays", "Days of the week.", example="lundi; mardi")
    horizon = Choice("horizon", "horizon", "How soon.", example="court terme", choices=HORIZON)
    difficulty = Whole("difficulté", "difficulty", "0 easy to 3 very hard to fill.", most=3, example=2)
    status = Choice("statut", "status", "Whether it is still open.", default="open", example="ouvert", choices={"open": ("ouvert", "open"), "filled": ("pourvu", "filled"), "dropped": ("abandonné", "dropped")})
    visibility = visibility()


class Surplus(Node):
    """People whom an employer will release or can lend."""

    fr, fr_plural, en, en_plural = ("effectif mobilisable", "effectifs mobilisables", "surplus", "surpluses")
    synonyms = ("mobilisables", "surplus", "surpluses")
    key = Key("A short name of its own.", example="mobilisable-001", alternatives=())
    retention = 60
    headline = "title"
    shape, colour = "triangle", "#7a4100"

    title = Text("intitulé", "title", "The surplus in words.", example="Fin de la ligne 3")
    headcount = Whole("effectif", "headcount", "People concerned.", required=True, least=1, synonyms=("personnes",), example=4)
    months = Text("mois", "months", "Months in which they are free, when lent.", example="mai à août")
    starts_on = Day("disponible le", "from", "First day they are free.", example="2027-01-01")
    until = Day("jusqu'au", "until", "Last day they are free.", example="2027-12-31")
    reason = Choice("motif", "reason", "Why they are free.", example="fermeture", choices={"closure": ("fermeture", "closure"), "end-of-season": ("fin de saison", "end of season"), "lending": ("prêt", "lending"), "retraining": ("reconversion", "retraining")})
    public_on = Day("public le", "public on", "Day before which nobody below the cell may know.", example="2026-07-27")
    intended_visibility = Choice("visibilité à terme", "intended visibility", "Who may read it from that day on.", choices=visibility().choices)
    status = Choice("statut", "status", "Whether it still holds.", default="open", example="ouvert", choices={"open": ("ouvert", "open"), "over": ("terminé", "over")})
    visibility = visibility()


class Pool(Node):
    """People looking for work, in training or leaving a course: a count, never a person."""

    fr, fr_plural, en, en_plural = "vivier", "viviers", "pool", "pools"
    key = Key("A short name of its own.", example="vivier-gien-i1304", alternatives=())
    headline = "title"
    shape, colour = "hexagon", "#2f9e77"

    title = Text("intitulé", "title", "The pool in words.", example="Demandeurs d'emploi, bassin de Gien")
    kind = Choice("nature", "kind", "Who they are.", example="demandeurs d'emploi", choices={"seekers": ("demandeurs d'emploi", "job seekers"), "trainees": ("en formation", "in training"), "leavers": ("sortants de formation", "leaving a course")})
    headcount = Whole("effectif", "headcount", "People counted; under 5 is withheld.", least=5, example=9)
    counted_on = Day("compté le", "counted on", "Day of the count.", example="2026-08-31")


class Request(Node):
    """What a company asked the desk."""

    fr, fr_plural, en, en_plural = "demande", "demandes", "request", "requests"
    key = Key("A short name of its own.", example="demande-001", alternatives=())
    retention = 60
    headline = "title"
    shape, colour = "square", "#7a4100"

    title = Text("objet", "title", "What was asked.", required=True, example="Recruter un soudeur")
    asked_on = Day("demandé le", "asked on", "Day it was asked.", example="2026-08-22")
    state = Choice("état", "state", "Where it stands.", default="new", example="nouvelle", choices={"new": ("nouvelle", "new"), "in-progress": ("en cours", "in progress"), "answered": ("répondue", "answered"), "closed": ("close", "closed")})
    outcome = Text("issue", "outcome", "What came of it.")
    visibility = visibility()


class Referral(Node):
    """One service asked to answer a request."""

    fr, fr_plural, en, en_plural = "orientation", "orientations", "referral", "referrals"
    key = Key("A short name of its own.", example="orientation-001", alternatives=())
    retention = 60
    headline = "key"
    shape, colour = "diamond", "#7a4100"

    referred_on = Day("orienté le", "referred on", "Day it was referred.", example="2026-08-24")
    state = Choice("état", "state", "Where it stands.", default="sent", example="acceptée", choices={"sent": ("envoyée", "sent"), "accepted": ("acceptée", "accepted"), "refused": ("refusée", "refused"), "done": ("faite", "done")})
    due_on = Day("échéance", "due on", "Day by which an answer is due.")
    reason_of_refusal = Text("motif de refus", "reason of refusal", "Why it was refused.", example="hors secteur")
    outcome = Text("issue", "outcome", "What came of it.")
    visibility = visibility()


class Visit(Node):
    """A meeting at an employer's."""

    fr, fr_plural, en, en_plural = "visite", "visites", "visit", "visits"
    key = Key("A short name of its own.", example="visite-001", alternatives=())
    retention = 60
    headline = "held_on"
    shape, colour = "star", "#7a4100"

    held_on = Day("date", "held on", "Day of the visit.", required=True, example="2026-09-02")
    purpose = Text("objet", "purpose", "Why the visit.", example="Point sur les recrutements")
    learnt = Text("appris", "learnt", "What was learnt.")
    next_step = Text("suite", "next step", "What comes next.")
    visibility = visibility()


class Signal(Node):
    """A dated observation."""

    fr, fr_plural, en, en_plural = "signal", "signaux", "signal", "signals"
    key = Key("A short name of its own.", example="signal-001", alternatives=())
    retention = 60
    headline = "title"
    shape, colour = "triangleDown", "#f0c84a"

    title = Text("observation", "title", "What was seen or heard.", required=True, example="Deux équipes arrêtées")
    kind = Choice("nature", "kind", "What it announces.", example="baisse d'activité", choices={"decline": ("baisse d'activité", "decline"), "growth": ("hausse d'activité", "growth"), "closure": ("fermeture", "closure"), "move": ("déménagement", "move"), "hiring": ("recrutement", "hiring"), "social": ("climat social", "industrial relations"), "investment": ("investissement", "investment")})
    seen_on = Day("vu le", "seen on", "Day it was seen.", required=True, example="2026-02-27")
    severity = Whole("gravité", "severity", "0 minor to 3 grave.", most=3, example=2)
    confidence = Whole("confiance", "confidence", "0 rumour to 3 proven.", most=3, example=2)
    url = Text("adresse", "url", "Where it was read.")
    visibility = visibility()


class Concern(Node):
    """An issue that the watch cell has recognised."""

    fr, fr_plural, en, en_plural = "problématique", "problématiques", "concern", "concerns"
    key = Key("A short name of its own.", example="plasturgie-vineuil", alternatives=(("title",),))
    headline = "title"
    shape, colour = "hexagon", "#9c1c2b"

    title = Text("intitulé", "title", "The issue in words.", required=True, example="Plasturgie à Vineuil")
    status = Choice("statut", "status", "Where it stands.", default="open", example="ouverte", choices={"open": ("ouverte", "open"), "followed": ("suivie", "followed"), "closed": ("close", "closed")})
    raised_on = Day("reconnue le", "raised on", "Day it was recognised.")
    due_on = Day("échéance", "due on", "Day by which something is due.")
    visibility = visibility()


class Project(Node):
    """A joint action."""

    fr, fr_plural, en, en_plural = "projet", "projets", "project", "projects"
    key = Key("A short name of its own.", example="ambition-industrie")
    shape, colour = "star", "#1c4e9c"

    name = Text("nom", "name", "Name of the project.", required=True, example="Ambition industrie")
    description = Text("description", "description", "What it does.")
    status = Choice("statut", "status", "Where it stands.", default="running", example="en cours", choices={"idea": ("idée", "idea"), "running": ("en cours", "running"), "done": ("terminé", "done"), "dropped": ("abandonné", "dropped")})
    horizon = Choice("horizon", "horizon", "How soon.", example="moyen terme", choices=HORIZON)
    starts_on = Day("débute le", "starts on", "First day.")
    ends_on = Day("finit le", "ends on", "Last day.")
    cost = Number("coût", "cost", "Cost in euros.")
    funding = Text("financement", "funding", "Who pays.")
    people_trained = Whole("formés", "people trained", "People trained.")
    people_hired = Whole("embauchés", "people hired", "Of them, hired.")
    there_at_six_months = Whole("présents à six mois", "there at six months", "Of them, still there at six months.")


class Method(Node):
    """A method that can be replayed elsewhere."""

    fr, fr_plural, en, en_plural = "méthode", "méthodes", "method", "methods"
    key = Key("A short name of its own.", example="formation-emploi-concertee")
    shape, colour = "diamond", "#1c4e9c"

    name = Text("nom", "name", "Name of the method.", required=True, example="Formation-emploi concertée")
    roles = Texts("rôles", "roles", "Roles to fill.")
    triggers = Texts("déclencheurs", "triggers", "What starts it.")
    steps = Texts("étapes", "steps", "Steps in order.")
    delays = Texts("délais", "delays", "Delay of each step.")
    results = Texts("résultats", "results", "What is expected.")


class Action(Node):
    """A task, of a project, a concern, a hole or a company's support plan."""

    fr, fr_plural, en, en_plural = "action", "actions", "action", "actions"
    key = Key("A short name of its own.", example="action-001", alternatives=(("title",),))
    headline = "title"
    shape, colour = "triangle", "#1c4e9c"

    title = Text("intitulé", "title", "What is to be done.", required=True, example="Rappeler la charpenterie")
    due_on = Day("échéance", "due on", "Day by which it is due.")
    status = Choice("statut", "status", "Where it stands.", default="to-do", example="à faire", choices={"to-do": ("à faire", "to do"), "doing": ("en cours", "doing"), "done": ("faite", "done"), "dropped": ("abandonnée", "dropped")})
    result = Text("résultat", "result", "What came of it.")


class Survey(Node):
    """A campaign of questionnaires."""

    fr, fr_plural, en, en_plural = "enquête", "enquêtes", "survey", "surveys"
    key = Key("A short name of its own.", example="enquete-chinon-2026")
    shape, colour = "square", "#9fd2ef"

    name = Text("nom", "name", "Name of the campaign.", required=True, example="Audit RH du Chinonais")
    version = Text("version", "version", "Version of the questionnaire.", example="2")
    wave = Whole("vague", "wave", "Number of the wave.", example=1)
    starts_on = Day("débute le", "starts on", "First day.")
    ends_on = Day("finit le", "ends on", "Last day.")


class Response(Node):
    """One answered questionnaire."""

    fr, fr_plural, en, en_plural = "réponse", "réponses", "response", "responses"
    key = Key("A short name of its own.", example="reponse-001", alternatives=())
    retention = 60
    headline = "key"
    shape, colour = "dot", "#9fd2ef"

    answered_on = Day("répondu le", "answered on", "Day it was answered.", required=True, example="2026-06-12")
    mode = Choice("mode", "mode", "How it was answered.", example="entretien", choices={"interview": ("entretien", "interview"), "online": ("en ligne", "online"), "telephone": ("téléphone", "telephone"), "paper": ("papier", "paper")})
    version = Text("version", "version", "Version answered.")
    shares = Texts("partage", "shares", "What the company lets be shared.")
    visibility = visibility()


class Bridge(Node):
    """People of one employer who could move to another; the result of an analysis."""

    fr, fr_plural, en, en_plural = "passerelle", "passerelles", "bridge", "bridges"
    key = Key("A mark made of both employers, both occupations and both records.", example="p-3f9ac51e0742", alternatives=())
    headline = "key"
    shape, colour = "diamond", "#8a1f5c"

    people = Whole("postes compatibles", "people", "People who could move, at most.", least=1, example=3)
    score = Number("score", "score", "Likeness and practice together, 0 to 1.", most=1, example=0.62)
    likeness = Number("piste proche", "likeness", "What one can already do, 0 to 1.", most=1, example=0.58)
    practice = Number("piste fréquente", "practice", "Where such occupations officially lead, 0 to 1.", most=1, example=0.31)
    coverage = Number("couverture", "coverage", "Weight of the skills already held, 0 to 1.", most=1, example=0.71)
    effort = Choice("adaptation", "effort", "What the move asks.", example="courte", choices={"same": ("même métier", "same occupation"), "short": ("courte", "short"), "long": ("longue", "long")})
    basis = Choice("fondé sur", "basis", "What the side that people leave rests on.", example="effectif déclaré", choices={"declared": ("effectif déclaré", "declared surplus"), "usual": ("départs habituels", "usual turnover")})
    km = Number("kilomètres", "km", "Distance as the crow flies.", example=12.4)
    minutes = Number("minutes", "minutes", "Minutes by road, where travel times were loaded.", example=18)
    run = Text("calcul", "run", "Run of the analysis that made it.")
    computed_on = Text("calculé le", "computed on", "When it was computed.")
    parameters = Text("paramètres", "parameters", "Parameters of the run, as JSON.")
    visibility = visibility()


class Grouping(Node):
    """Employers whose needs add up to full-time jobs; the result of an analysis."""

    fr, fr_plural, en, en_plural = ("groupement d'employeurs", "groupements d'employeurs", "grouping", "groupings")
    synonyms = ("groupements",)
    key = Key("A mark made of its family and members.", example="g-3f9c01d2ab47", alternatives=())
    headline = "key"
    shape, colour = "star", "#1d1d1d"

    family = Text("famille", "family", "Family of occupations.", required=True, example="H3302")
    jobs = Whole("emplois", "jobs", "Full-time jobs sustained together.", least=1, example=1)
    margin = Number("marge", "margin", "κ, the real number of jobs the hours sustain.", example=1.05)
    largest_share = Number("part la plus forte", "largest share", "Largest member's share of the hours.", most=1, example=0.58)
    km = Number("kilomètres", "km", "Greatest distance between two members.", example=16.2)
    run = Text("calcul", "run", "Run of the analysis that made it.")
    computed_on = Text("calculé le", "computed on", "When it was computed.")
    parameters = Text("paramètres", "parameters", "Parameters of the run, as JSON.")
    visibility = visibility()


class Agreement(Node):
    """Who agreed to be named, on which conditions."""

    fr, fr_plural, en, en_plural = "accord", "accords", "agreement", "agreements"
    key = Key("A short name of its own.", example="accord-001", alternatives=())
    headline = "key"
    shape, colour = "dot", "#1d5f3a"

    agreed_on = Day("donné le", "agreed on", "Day it was given.", required=True, example="2026-09-01")
    until = Day("valable jusqu'au", "until", "Last day it holds; open when not said.", example="2027-08-31")
    conditions = Text("conditions", "conditions", "On which conditions.")
    given_by = Text("donné par", "given by", "Function of who gave it.", example="Direction")
    visibility = visibility()


EMPLOYERS = {"Company": ("établissement", "company"), "Actor": ("partenaire", "actor")}


class PartOf(Edge):
    """A territory or heading inside a larger one."""

    fr, en = "fait partie de", "is part of"
    ends = (*pairs("Territory", "Territory"), *pairs("Sector", "Sector"))
    at_source = {"Territory": ("fait partie de", "part_of"), "Sector": ("fait partie de", "part_of")}


class Becomes(Edge):
    """What a code of an older edition becomes in a newer one."""

    fr, en = "devient", "becomes"
    ends = (*pairs("Sector", "Sector"), *pairs("Territory", "Territory"), *pairs("Occupation", "Occupation"), *pairs("Certification", "Certification"))
    at_source = {"Sector": ("devient", "becomes"), "Territory": ("devient", "becomes"), "Occupation": ("devient", "becomes"), "Certification": ("devient", "becomes")}

    share = Number("part", "share", "Share of what the older code held, 0 to 1, where it is known.", most=1, example=0.6)


class Reaches(Edge):
    """Travel between two territories, only where travel times were loaded."""

    fr, en = "rejoint", "reaches"
    ends = pairs("Territory", "Territory")

    minutes = Number("minutes", "minutes", "Minutes by road.", example=25)
    km = Number("kilomètres", "km", "Kilometres by road.", example=21.5)


class LocatedIn(Edge):
    """Where something is."""

    fr, en = "se trouve à", "is located in"
    ends = pairs("Company|Actor|Training|Session|Resource|Pool", "Territory")
    at_source = {"Territory": ("commune", "commune")}


class Covers(Edge):
    """The territory that an actor, a service or a project serves."""

    fr, en = "couvre", "covers"
    ends = pairs("Actor|Service|Project", "Territory")
    at_source = {"Territory": ("territoires couverts", "covers")}


class InSector(Edge):
    """The activity of an employer."""

    fr, en = "exerce en", "is in sector"
    ends = pairs("Company|Actor", "Sector")
    at_source = {"Sector": ("NAF", "naf")}


class SucceededBy(Edge):
    """The establishment that took over from a closed one."""

    fr, en = "a pour successeur", "is succeeded by"
    ends = pairs("Company", "Company")
    at_source = {"Company": ("successeur", "succeeded_by")}


class HasContact(Edge):
    """Whom to call at an employer's."""

    fr, en = "a pour contact", "has contact"
    ends = pairs("Company|Actor", "Contact")
    at_target = EMPLOYERS


class Employs(Edge):
    """How many work in an occupation at an employer's."""

    fr, en = "emploie", "employs"
    ends = pairs("Company|Actor", "Occupation")
    at_source = {"Occupation": ("emplois", "employs")}

    headcount = Whole("effectif", "headcount", "People in that occupation.", example=12)
    leaving_within_3_years = Whole("départs sous 3 ans", "leaving within 3 years", "Of them, expected to leave.", example=2)


class HasNeed(Edge):
    """Whose need it is."""

    fr, en = "a pour besoin", "has need"
    ends = pairs("Company|Actor", "Need")
    at_target = EMPLOYERS


class ForOccupation(Edge):
    """The occupation of a need or a grouping."""

    fr, en = "concerne le métier", "is for occupation"
    ends = pairs("Need|Grouping", "Occupation")
    at_source = {"Occupation": ("métier", "occupation")}


class CallsFor(Edge):
    """A skill that a need names."""

    fr, en = "demande la compétence", "calls for"
    ends = pairs("Need", "Skill")
    at_source = {"Skill": ("compétences", "skills")}


class HasSurplus(Edge):
    """Who releases or lends people."""

    fr, en = "peut libérer", "has surplus"
    ends = pairs("Company|Actor", "Surplus")
    at_target = EMPLOYERS


class OfOccupation(Edge):
    """The occupation of a surplus or a pool."""

    fr, en = "relève du métier", "is of occupation"
    ends = pairs("Surplus|Pool", "Occupation")
    at_source = {"Occupation": ("métier", "occupation")}


class HasResource(Edge):
    """Who can share a resource."""

    fr, en = "partage", "has resource"
    ends = pairs("Company|Actor", "Resource")
    at_target = EMPLOYERS


class Wants(Edge):
    """What an employer wants: a resource, a training, a skill."""

    fr, en = "souhaite", "wants"
    ends = pairs("Company|Actor", "Resource|Training|Skill")
    at_source = {"Resource": ("ressources souhaitées", "wants_resources"), "Training": ("formations souhaitées", "wants_trainings"), "Skill": ("compétences souhaitées", "wants_skills")}

    people = Whole("personnes", "people", "People concerned.", example=3)
    before = Day("avant le", "before", "Day before which.", example="2026-12-31")
    since = Day("depuis le", "since", "Day the wish was said.", identity=True, default="", example="2026-06-12")


class Requires(Edge):
    """A skill of an occupation."""

    fr, en = "requiert", "requires"
    ends = pairs("Occupation", "Skill")
    at_source = {"Skill": ("compétences", "skills")}

    core = Flag("cœur de métier", "core", "Whether it is at the core of the occupation.", example="oui")


class MovesTo(Edge):
    """An official ROME mobility."""

    fr, en = "mène à", "moves to"
    ends = pairs("Occupation", "Occupation")
    at_source = {"Occupation": ("mobilités", "moves_to")}

    rank = Whole("rang", "rank", "Rank in the official list, from 1.", least=1, example=1)


class Vetoed(Edge):
    """A transition or a bridge that someone refused."""

    fr, en = "est écarté vers", "is vetoed to"
    ends = (*pairs("Occupation", "Occupation"), *pairs("Company|Actor", "Company|Actor"))

    reason = Text("motif", "reason", "Why it is refused.", example="Habilitation exigée")
    said_by = Text("dit par", "said by", "Role of who refused it.", example="Conseiller en évolution professionnelle")


class Teaches(Edge):
    """A skill that a training teaches."""

    fr, en = "enseigne", "teaches"
    ends = pairs("Training", "Skill")
    at_source = {"Skill": ("compétences", "skills")}


class PreparesFor(Edge):
    """What a training prepares for."""

    fr, en = "prépare à", "prepares for"
    ends = pairs("Training", "Occupation|Certification")
    at_source = {"Occupation": ("métiers", "occupations"), "Certification": ("certifications", "certifications")}


class Opens(Edge):
    """An occupation that a certification opens."""

    fr, en = "ouvre à", "opens"
    ends = pairs("Certification", "Occupation")
    at_source = {"Occupation": ("métiers", "occupations")}


class Delivers(Edge):
    """Who gives a training."""

    fr, en = "dispense", "delivers"
    ends = pairs("Actor", "Training")
    at_target = {"Actor": ("organisme", "provider")}


class HasSession(Edge):
    """A run of a training."""

    fr, en = "a pour session", "has session"
    ends = pairs("Training", "Session")
    at_target = {"Training": ("formation", "training")}


class Offers(Edge):
    """Who offers a service."""

    fr, en = "propose", "offers"
    ends = pairs("Actor", "Service")
    at_target = {"Actor": ("partenaire", "actor")}


class AnswersTo(Edge):
    """A topic that a service answers."""

    fr, en = "répond à", "answers to"
    ends = pairs("Service", "Topic")
    at_source = {"Topic": ("thèmes", "topics")}


class Concerns(Edge):
    """What a published figure is about."""

    fr, en = "porte sur", "concerns"
    ends = pairs("Outlook", "Territory|Occupation")
    at_source = {"Territory": ("territoire", "territory"), "Occupation": ("métiers", "occupations")}


class WorksWith(Edge):
    """Two partners who work together; undirected, stored from the smaller key."""

    fr, en = "travaille avec", "works with"
    ends = pairs("Actor", "Actor")
    undirected = True
    at_source = {"Actor": ("travaille avec", "works_with")}

    level = Choice("niveau", "level", "1 contact to 5 integration.", example="3", choices={"1": ("contact", "contact"), "2": ("information", "information"), "3": ("coordination", "coordination"), "4": ("coopération", "cooperation"), "5": ("intégration", "integration")})
    since = Day("depuis le", "since", "First day.", example="2019-01-01")


class TakesPartIn(Edge):
    """Who takes part in a project, in which role."""

    fr, en = "participe à", "takes part in"
    ends = pairs("Actor|Company", "Project")
    at_source = {"Project": ("projets", "projects")}

    role = Choice("rôle", "role", "Role in the project.", identity=True, default="partner", example="partenaire", choices={"lead": ("porteur", "lead"), "partner": ("partenaire", "partner"), "funder": ("financeur", "funder"), "host": ("accueil", "host"), "trainer": ("formateur", "trainer")})
    since = Day("depuis le", "since", "First day.")


class Targets(Edge):
    """What a project aims at."""

    fr, en = "vise", "targets"
    ends = pairs("Project", "Occupation|Sector|Skill|Territory")
    at_source = {"Occupation": ("métiers visés", "target_occupations"), "Sector": ("secteurs visés", "target_sectors"), "Skill": ("compétences visées", "target_skills"), "Territory": ("territoires visés", "target_territories")}


class Addresses(Edge):
    """A need that a project answers."""

    fr, en = "répond au besoin", "addresses"
    ends = pairs("Project", "Need")
    at_source = {"Need": ("besoins", "needs")}


class Follows(Edge):
    """The method that a project replays."""

    fr, en = "suit la méthode", "follows"
    ends = pairs("Project", "Method")
    at_source = {"Method": ("méthode", "method")}


class DrawnFrom(Edge):
    """The project that a method was drawn from."""

    fr, en = "est tirée de", "is drawn from"
    ends = pairs("Method", "Project")
    at_source = {"Project": ("projets", "projects")}


class PartOfPlan(Edge):
    """What a task belongs to."""

    fr, en = "relève de", "is part of plan"
    ends = pairs("Action", "Project|Concern|Company")
    at_source = {"Project": ("projet", "project"), "Concern": ("problématique", "concern"), "Company": ("établissement", "company")}


class Owns(Edge):
    """Who answers for a task or a concern."""

    fr, en = "pilote", "owns"
    ends = pairs("Actor", "Action|Concern")
    at_target = {"Actor": ("pilote", "owner")}


class Asked(Edge):
    """Who asked the desk."""

    fr, en = "a demandé", "asked"
    ends = pairs("Company|Actor", "Request")
    at_target = EMPLOYERS


class OnTopic(Edge):
    """What a request is about."""

    fr, en = "porte sur le thème", "is on topic"
    ends = pairs("Request", "Topic")
    at_source = {"Topic": ("thème", "topic")}


class HasReferral(Edge):
    """A service asked to answer a request."""

    fr, en = "est orientée par", "has referral"
    ends = pairs("Request", "Referral")
    at_target = {"Request": ("demande", "request")}


class To(Edge):
    """Where a referral or a bridge leads."""

    fr, en = "vers", "to"
    ends = (*pairs("Referral", "Service"), *pairs("Bridge", "Company|Actor"))
    at_source = {"Service": ("service", "service"), "Company": ("établissement d'arrivée", "to_company"), "Actor": ("partenaire d'arrivée", "to_actor")}


class Made(Edge):
    """Who made a visit."""

    fr, en = "a effectué", "made"
    ends = pairs("Actor", "Visit")
    at_target = {"Actor": ("visiteur", "visitor")}


class At(Edge):
    """Whom a visit was made to."""

    fr, en = "chez", "at"
    ends = pairs("Visit", "Company|Actor")
    at_source = EMPLOYERS


class Revealed(Edge):
    """What a request, a visit or a response brought to light."""

    fr, en = "a révélé", "revealed"
    ends = pairs("Request|Visit|Response", "Need|Surplus|Resource|Signal")
    at_source = {"Need": ("besoins", "needs"), "Surplus": ("effectifs mobilisables", "surpluses"), "Resource": ("ressources", "resources"), "Signal": ("signaux", "signals")}


class Reported(Edge):
    """Who reported a signal."""

    fr, en = "a signalé", "reported"
    ends = pairs("Actor", "Signal")
    at_target = {"Actor": ("partenaire", "actor")}


class About(Edge):
    """What a signal or a concern is about."""

    fr, en = "au sujet de", "about"
    ends = pairs("Signal|Concern", "Company|Sector|Territory|Occupation")
    at_source = {"Company": ("établissements", "companies"), "Sector": ("secteurs", "sectors"), "Territory": ("territoires", "territories"), "Occupation": ("métiers", "occupations")}


class Supports(Edge):
    """A signal that supports a concern."""

    fr, en = "appuie", "supports"
    ends = pairs("Signal", "Concern")
    at_source = {"Concern": ("problématiques", "concerns")}


class LedTo(Edge):
    """The project that came of a concern."""

    fr, en = "a conduit à", "led to"
    ends = pairs("Concern", "Project")
    at_source = {"Project": ("projets", "projects")}


class SentTo(Edge):
    """A company that a survey was sent to."""

    fr, en = "a été envoyée à", "was sent to"
    ends = pairs("Survey", "Company")

    wave = Whole("vague", "wave", "Number of the wave.", identity=True, default=1, example=1)
    sent_on = Day("envoyée le", "sent on", "Day it was sent.")


class Answered(Edge):
    """Who answered a survey."""

    fr, en = "a répondu", "answered"
    ends = pairs("Company", "Response")
    at_target = {"Company": ("établissement", "company")}


class Answers(Edge):
    """The survey that a response answers."""

    fr, en = "répond à l'enquête", "answers"
    ends = pairs("Response", "Survey")
    at_source = {"Survey": ("enquête", "survey")}


class From(Edge):
    """Where a bridge starts."""

    fr, en = "depuis", "from"
    ends = pairs("Bridge", "Company|Actor")
    at_source = {"Company": ("établissement de départ", "from_company"), "Actor": ("partenaire de départ", "from_actor")}


class FromOccupation(Edge):
    """The occupation that people of a bridge leave."""

    fr, en = "depuis le métier", "from occupation"
    ends = pairs("Bridge", "Occupation")
    at_source = {"Occupation": ("métier de départ", "from_occupation")}


class ToOccupation(Edge):
    """The occupation that people of a bridge could take."""

    fr, en = "vers le métier", "to occupation"
    ends = pairs("Bridge", "Occupation")
    at_source = {"Occupation": ("métier d'arrivée", "to_occupation")}


class Under(Edge):
    """The agreement under which a bridge or a grouping names its sides."""

    fr, en = "sous l'accord", "under"
    ends = pairs("Bridge|Grouping", "Agreement")
    at_source = {"Agreement": ("accord", "agreement")}


class Gave(Edge):
    """Who gave an agreement: a bridge names both its sides once both gave one and the same."""

    fr, en = "a donné", "gave"
    ends = pairs("Company|Actor", "Agreement")
    at_target = {"Company": ("établissements d'accord", "agreeing_companies"), "Actor": ("partenaires d'accord", "agreeing_actors")}

    agreed_on = Day("donné le", "agreed on", "Day it was given.", example="2026-09-01")
    given_by = Text("donné par", "given by", "Function of who gave it.", example="Direction")


class CandidateFor(Edge):
    """An employer that a grouping could have as a member."""

    fr, en = "est candidat à", "is candidate for"
    ends = pairs("Company|Actor", "Grouping")
    at_target = {"Company": ("établissements membres", "member_companies"), "Actor": ("partenaires membres", "member_actors")}

    share = Number("part", "share", "Share of the grouping's hours, 0 to 1.", most=1, example=0.58)
