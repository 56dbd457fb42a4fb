//! placeholder
/// Placeholder until `stage` publishes its series.
#[derive(Clone, Debug, Default)]
pub struct Series;
