//! The headless editor: state, commands, tools and keymap. No terminal, no disk, no clock.
