//! The terminal: main loop, input, painting, restoring.
