//! Reads gold annotations and scores the coder against them.
