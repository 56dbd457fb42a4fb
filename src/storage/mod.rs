//! Files on disk: bounded reading, atomic saving.
