//! How much a finding matters: as its rule says, unless the drawing says otherwise.

/// How much a finding matters. The most severe sorts first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Users will suffer.
    Error,
    /// Users may suffer.
    Warning,
    /// Good to know.
    Info,
}

impl Severity {
    /// The word in reports and files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
        }
    }
}
