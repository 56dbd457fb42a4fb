//! Text to document and back: the RON format, one file a version, errors with their place.
