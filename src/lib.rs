//! topoboard: a terminal whiteboard for web infrastructure.
//!
//! What a person draws is a petgraph topology that is analysed live. ARCHITECTURE.md has the layers: a module may
//! use only what stands above it in this list.

pub mod geometry;
pub mod text;

pub mod model;

pub mod analysis;
pub mod codec;
pub mod draft;
pub mod layout;
pub mod limits;

pub mod fix;
pub mod quick;
pub mod stage;

pub mod course;

pub mod scene;

pub mod export;
pub mod outline;
pub mod report;

pub mod editor;

pub mod jobs;
pub mod storage;

pub mod tui;

pub mod cli;
