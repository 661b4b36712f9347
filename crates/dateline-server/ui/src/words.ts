// What the pages say, in three languages.

const EN = {
  overview: "Overview", events: "Events", dyad: "Dyad", actor: "Actor", search: "Search", tryit: "Try it", quotes: "Quotes", incident: "Incident", report: "Report",
  skip: "Skip to content", actorF: "Actor", recipientF: "Recipient", type: "Type", status: "Status", date: "Date", place: "Place", speaker: "Speaker", text: "Words",
  apply: "Filter", clear: "Clear", reports: "reports", incidents: "incidents", copies: "copies", month: "Month", cooperation: "cooperation", conflict: "conflict", verbal: "verbal",
  material: "material", overTime: "Events over time", map: "Map", topDyads: "Most active dyads", newest: "Newest incidents", more: "More", none: "Nothing found.",
  loading: "Reading…", said: "What was said", figures: "Figures", asOf: "What was known by", relation: "Relation", value: "Value", attribute: "About", published: "Published",
  publisher: "Publisher", words: "Words", acts: "Acts", targets: "Acted on", statements: "Statements", code: "Code it", language: "Language", evidence: "Evidence",
  clickMark: "Click a mark to see its evidence.", rule: "Rule", confidence: "Confidence", asData: "As a table", token: "Token", goldstein: "Goldstein", count: "Events", source: "Source",
  who: "Who", whom: "To whom", what: "What", when: "When", where: "Where", according: "According to", pasted: "Paste a report", reportDate: "Date of publication", all: "all",
  party: "Either side", further: "More conditions", noCopies: "Leave out copies", review: "Review", right: "Right", wrong: "Wrong", fixed: "Fixed", unreviewed: "Not reviewed", standing: "Not wrong",
  fix: "Fix…", keep: "Keep the correction", takeBack: "Take back", yourName: "Your name", note: "Note", mode: "Mode", orCode: "or country and sector", shouldBe: "Should be", codedSince: "Coded otherwise since; reviewed was:",
  missed: "Add a missed event…", missedWords: "Words that tell of it", notInText: "These words do not stand in the text.", occurrence: "Which of them", added: "Added", addedBy: "Added by analysts", addIt: "Add the event",
  corrections: "Corrections", author: "Author", replaced: "(replaced)", open: "Open", cue: "Cue", reportsC: "Reports", ledger: "Ledger", independent: "independent of each other", publishers: "publishers", original: "Original",
  save: "Save as", below: "below", country: "Country", sector: "Sector", firstDay: "First", lastDay: "Last", rolesBy: "Codes over time", alike: "Similar names", askDyad: "Name two actors, by country code or name.",
  askActor: "Name an actor.", askSearch: "Words, \"phrases\", AND, OR, NOT.", tokenNeeded: "This server asks for a token.", theme: "Colours", auto: "Auto", light: "Light", dark: "Dark",
  relations: { first: "first", repeats: "repeats", revises: "revises", contradicts: "contradicts", denies: "denies" } as { [name: string]: string },
};
export type Words = typeof EN;

const FR: Words = {
  overview: "Vue d'ensemble", events: "Événements", dyad: "Dyade", actor: "Acteur", search: "Recherche", tryit: "Essayer", quotes: "Citations", incident: "Incident", report: "Dépêche",
  skip: "Aller au contenu", actorF: "Acteur", recipientF: "Destinataire", type: "Type", status: "Statut", date: "Date", place: "Lieu", speaker: "Locuteur", text: "Mots",
  apply: "Filtrer", clear: "Effacer", reports: "dépêches", incidents: "incidents", copies: "copies", month: "Mois", cooperation: "coopération", conflict: "conflit", verbal: "verbal",
  material: "matériel", overTime: "Événements dans le temps", map: "Carte", topDyads: "Dyades les plus actives", newest: "Incidents récents", more: "Suite", none: "Rien trouvé.",
  loading: "Lecture…", said: "Ce qui a été dit", figures: "Chiffres", asOf: "Ce qu'on savait le", relation: "Relation", value: "Valeur", attribute: "Sur", published: "Publié",
  publisher: "Éditeur", words: "Mots", acts: "Actes", targets: "Subit", statements: "Déclarations", code: "Coder", language: "Langue", evidence: "Preuve",
  clickMark: "Cliquez une marque pour voir sa preuve.", rule: "Règle", confidence: "Confiance", asData: "En tableau", token: "Jeton", goldstein: "Goldstein", count: "Événements", source: "Source",
  who: "Qui", whom: "À qui", what: "Quoi", when: "Quand", where: "Où", according: "Selon", pasted: "Collez une dépêche", reportDate: "Date de publication", all: "tous",
  party: "L'un ou l'autre côté", further: "Autres conditions", noCopies: "Sans les copies", review: "Relecture", right: "Juste", wrong: "Faux", fixed: "Corrigé", unreviewed: "Non relu", standing: "Non faux",
  fix: "Corriger…", keep: "Garder la correction", takeBack: "Retirer", yourName: "Votre nom", note: "Remarque", mode: "Mode", orCode: "ou pays et secteur", shouldBe: "Devrait être", codedSince: "Codé autrement depuis ; relu :",
  missed: "Ajouter un événement manqué…", missedWords: "Mots qui le disent", notInText: "Ces mots ne sont pas dans le texte.", occurrence: "Lequel", added: "Ajouté", addedBy: "Ajoutés par des analystes", addIt: "Ajouter l'événement",
  corrections: "Corrections", author: "Auteur", replaced: "(remplacé)", open: "Ouvrir", cue: "Verbe", reportsC: "Dépêches", ledger: "Registre", independent: "indépendantes", publishers: "éditeurs", original: "Original",
  save: "Enregistrer en", below: "ci-dessous", country: "Pays", sector: "Secteur", firstDay: "Premier", lastDay: "Dernier", rolesBy: "Codes dans le temps", alike: "Noms proches", askDyad: "Nommez deux acteurs, par code de pays ou par nom.",
  askActor: "Nommez un acteur.", askSearch: "Mots, \"expressions\", AND, OR, NOT.", tokenNeeded: "Ce serveur demande un jeton.", theme: "Couleurs", auto: "Auto", light: "Clair", dark: "Sombre",
  relations: { first: "premier", repeats: "répète", revises: "révise", contradicts: "contredit", denies: "nie" },
};

const ES: Words = {
  overview: "Resumen", events: "Eventos", dyad: "Díada", actor: "Actor", search: "Búsqueda", tryit: "Probar", quotes: "Citas", incident: "Incidente", report: "Despacho",
  skip: "Ir al contenido", actorF: "Actor", recipientF: "Destinatario", type: "Tipo", status: "Estado", date: "Fecha", place: "Lugar", speaker: "Hablante", text: "Palabras",
  apply: "Filtrar", clear: "Borrar", reports: "despachos", incidents: "incidentes", copies: "copias", month: "Mes", cooperation: "cooperación", conflict: "conflicto", verbal: "verbal",
  material: "material", overTime: "Eventos en el tiempo", map: "Mapa", topDyads: "Díadas más activas", newest: "Incidentes recientes", more: "Más", none: "Nada encontrado.",
  loading: "Leyendo…", said: "Lo que se dijo", figures: "Cifras", asOf: "Lo que se sabía el", relation: "Relación", value: "Valor", attribute: "Sobre", published: "Publicado",
  publisher: "Editor", words: "Palabras", acts: "Actos", targets: "Recibe", statements: "Declaraciones", code: "Codificar", language: "Idioma", evidence: "Prueba",
  clickMark: "Pulse una marca para ver su prueba.", rule: "Regla", confidence: "Confianza", asData: "Como tabla", token: "Ficha", goldstein: "Goldstein", count: "Eventos", source: "Fuente",
  who: "Quién", whom: "A quién", what: "Qué", when: "Cuándo", where: "Dónde", according: "Según", pasted: "Pegue un despacho", reportDate: "Fecha de publicación", all: "todos",
  party: "Cualquiera de los lados", further: "Más condiciones", noCopies: "Sin copias", review: "Revisión", right: "Correcto", wrong: "Falso", fixed: "Corregido", unreviewed: "Sin revisar", standing: "No falso",
  fix: "Corregir…", keep: "Guardar la corrección", takeBack: "Retirar", yourName: "Su nombre", note: "Nota", mode: "Modo", orCode: "o país y sector", shouldBe: "Debería ser", codedSince: "Codificado de otro modo desde entonces; revisado:",
  missed: "Añadir un evento omitido…", missedWords: "Palabras que lo dicen", notInText: "Estas palabras no están en el texto.", occurrence: "Cuál de ellas", added: "Añadido", addedBy: "Añadidos por analistas", addIt: "Añadir el evento",
  corrections: "Correcciones", author: "Autor", replaced: "(reemplazado)", open: "Abrir", cue: "Verbo", reportsC: "Despachos", ledger: "Registro", independent: "independientes", publishers: "editores", original: "Original",
  save: "Guardar como", below: "abajo", country: "País", sector: "Sector", firstDay: "Primero", lastDay: "Último", rolesBy: "Códigos en el tiempo", alike: "Nombres parecidos", askDyad: "Nombre dos actores, por código de país o por nombre.",
  askActor: "Nombre un actor.", askSearch: "Palabras, \"frases\", AND, OR, NOT.", tokenNeeded: "Este servidor pide una ficha.", theme: "Colores", auto: "Auto", light: "Claro", dark: "Oscuro",
  relations: { first: "primero", repeats: "repite", revises: "revisa", contradicts: "contradice", denies: "niega" },
};

const ALL: Record<string, Words> = { en: EN, fr: FR, es: ES };
export const LANGUAGES = [["en", "English"], ["fr", "Français"], ["es", "Español"]] as const;

export function language(): string {
  const chosen = localStorage.getItem("language") ?? navigator.language.slice(0, 2);
  return chosen in ALL ? chosen : "en";
}

export const words: Words = ALL[language()];

export const THEMES = ["auto", "light", "dark"] as const;

export function theme(): typeof THEMES[number] {
  const chosen = localStorage.getItem("theme");
  return THEMES.find((t) => t === chosen) ?? "auto";
}

/** Keeps how somebody wants the pages, and shows them so. */
export function choose(name: "language" | "theme", value: string): void {
  localStorage.setItem(name, value);
  if (name === "language") location.reload();
  else document.documentElement.dataset.theme = theme();
}
