//! Builds, merges and queries the knowledge base of actors and places.
