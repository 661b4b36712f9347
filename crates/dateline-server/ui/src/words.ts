// What the pages say, in three languages.

const EN = {
  overview: "Overview", events: "Events", dyad: "Dyad", actor: "Actor", search: "Search", tryit: "Try it", quotes: "Quotes", incident: "Incident", report: "Report",
  skip: "Skip to content", actorF: "Actor", recipientF: "Recipient", type: "Type", status: "Status", date: "Date", place: "Place", speaker: "Speaker", text: "Words",
  apply: "Filter", clear: "Clear", reports: "reports", incidents: "incidents", copies: "copies", month: "Month", cooperation: "cooperation", conflict: "conflict", verbal: "verbal",
  material: "material", overTime: "Events over time", map: "Map", topDyads: "Most active dyads", newest: "Newest incidents", more: "More", csv: "Download CSV", none: "Nothing found.",
  loading: "Reading…", from: "from", to: "to", said: "Said", figures: "Figures", asOf: "What was known by", relation: "Relation", value: "Value", attribute: "About", published: "Published",
  publisher: "Publisher", words: "Words", acts: "Acts", targets: "Acted on", statements: "Statements", code: "Code it", language: "Language", evidence: "Evidence",
  clickMark: "Click a mark to see its evidence.", rule: "Rule", confidence: "Confidence", asData: "As a table", token: "Token", goldstein: "Goldstein", count: "Events", source: "Source",
  who: "Who", whom: "To whom", what: "What", when: "When", where: "Where", according: "According to", pasted: "Paste a report", reportDate: "Date of publication", all: "all",
};
export type Words = typeof EN;

const FR: Words = {
  overview: "Vue d'ensemble", events: "Événements", dyad: "Dyade", actor: "Acteur", search: "Recherche", tryit: "Essayer", quotes: "Citations", incident: "Incident", report: "Dépêche",
  skip: "Aller au contenu", actorF: "Acteur", recipientF: "Destinataire", type: "Type", status: "Statut", date: "Date", place: "Lieu", speaker: "Locuteur", text: "Mots",
  apply: "Filtrer", clear: "Effacer", reports: "dépêches", incidents: "incidents", copies: "copies", month: "Mois", cooperation: "coopération", conflict: "conflit", verbal: "verbal",
  material: "matériel", overTime: "Événements dans le temps", map: "Carte", topDyads: "Dyades les plus actives", newest: "Incidents récents", more: "Suite", csv: "Télécharger en CSV", none: "Rien trouvé.",
  loading: "Lecture…", from: "de", to: "à", said: "Dit", figures: "Chiffres", asOf: "Ce qu'on savait le", relation: "Relation", value: "Valeur", attribute: "Sur", published: "Publié",
  publisher: "Éditeur", words: "Mots", acts: "Actes", targets: "Subit", statements: "Déclarations", code: "Coder", language: "Langue", evidence: "Preuve",
  clickMark: "Cliquez une marque pour voir sa preuve.", rule: "Règle", confidence: "Confiance", asData: "En tableau", token: "Jeton", goldstein: "Goldstein", count: "Événements", source: "Source",
  who: "Qui", whom: "À qui", what: "Quoi", when: "Quand", where: "Où", according: "Selon", pasted: "Collez une dépêche", reportDate: "Date de publication", all: "tous",
};

const ES: Words = {
  overview: "Resumen", events: "Eventos", dyad: "Díada", actor: "Actor", search: "Búsqueda", tryit: "Probar", quotes: "Citas", incident: "Incidente", report: "Despacho",
  skip: "Ir al contenido", actorF: "Actor", recipientF: "Destinatario", type: "Tipo", status: "Estado", date: "Fecha", place: "Lugar", speaker: "Hablante", text: "Palabras",
  apply: "Filtrar", clear: "Borrar", reports: "despachos", incidents: "incidentes", copies: "copias", month: "Mes", cooperation: "cooperación", conflict: "conflicto", verbal: "verbal",
  material: "material", overTime: "Eventos en el tiempo", map: "Mapa", topDyads: "Díadas más activas", newest: "Incidentes recientes", more: "Más", csv: "Descargar CSV", none: "Nada encontrado.",
  loading: "Leyendo…", from: "de", to: "a", said: "Dicho", figures: "Cifras", asOf: "Lo que se sabía el", relation: "Relación", value: "Valor", attribute: "Sobre", published: "Publicado",
  publisher: "Editor", words: "Palabras", acts: "Actos", targets: "Recibe", statements: "Declaraciones", code: "Codificar", language: "Idioma", evidence: "Prueba",
  clickMark: "Pulse una marca para ver su prueba.", rule: "Regla", confidence: "Confianza", asData: "Como tabla", token: "Ficha", goldstein: "Goldstein", count: "Eventos", source: "Fuente",
  who: "Quién", whom: "A quién", what: "Qué", when: "Cuándo", where: "Dónde", according: "Según", pasted: "Pegue un despacho", reportDate: "Fecha de publicación", all: "todos",
};

const ALL: Record<string, Words> = { en: EN, fr: FR, es: ES };
export const LANGUAGES = [["en", "English"], ["fr", "Français"], ["es", "Español"]] as const;

export function language(): string {
  const chosen = localStorage.getItem("language") ?? navigator.language.slice(0, 2);
  return chosen in ALL ? chosen : "en";
}

export const words: Words = ALL[language()];
