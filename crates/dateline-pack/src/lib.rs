//! Loads and checks language packs and the event ontology.
