//! The one positioned picture between the model and every output, and its cells.
