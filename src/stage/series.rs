//! A series: numbered diagrams that tell one story.

use std::borrow::Cow;
use std::sync::Arc;

use thiserror::Error;

use crate::codec::{self, DecodeError, Decoded};
use crate::text;

/// The ending of diagram files.
const ENDING: &str = ".ron";

/// A file name of the form `N-name.ron`, which makes the file a stage.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FileName {
    number: u32,
    name: Arc<str>,
}

impl FileName {
    /// Reads `1-distributed.ron`; `None` for any other name.
    pub fn parse(file: &str) -> Option<Self> {
        let (number, name) = file.strip_suffix(ENDING)?.split_once('-')?;
        let digits = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
        if !digits || name.is_empty() {
            return None;
        }
        Some(Self { number: number.parse().ok()?, name: Arc::from(name) })
    }

    /// The number before the dash.
    pub fn number(&self) -> u32 {
        self.number
    }
}

/// Why texts are no series.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum SeriesError {
    /// Two files with one number.
    #[error(
        "two stages have the number {number}: {first} and {second}; expected one file a number, rename one"
    )]
    SameNumber {
        /// The number.
        number: u32,
        /// One file.
        first: String,
        /// The other.
        second: String,
    },
}

/// One diagram of a series.
#[derive(Clone, Debug)]
pub struct Stage {
    number: u32,
    name: Arc<str>,
    file: String,
    text: Cow<'static, str>,
}

impl Stage {
    /// A stage of the binary.
    pub(super) fn built_in(file: FileName, text: &'static str) -> Self {
        Self::with(file, Cow::Borrowed(text))
    }

    /// A stage from the text of a file.
    pub fn new(file: FileName, text: String) -> Self {
        Self::with(file, Cow::Owned(text))
    }

    fn with(FileName { number, name }: FileName, text: Cow<'static, str>) -> Self {
        let file = text::sanitise(&format!("{number}-{name}{ENDING}")).into_owned();
        Self { number, name, file, text }
    }

    /// Its number in the series.
    pub fn number(&self) -> u32 {
        self.number
    }

    /// The words of its file name after the number, as `simple-web-stack`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its file name, fit for a terminal.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The text of its file.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What its file says.
    ///
    /// # Errors
    /// When the text is no drawing.
    pub fn decode(&self) -> Result<Decoded, DecodeError> {
        codec::decode(&self.text, &self.file)
    }
}

/// Numbered diagrams that tell one story, in the order of their numbers.
#[derive(Clone, Debug)]
pub struct Series {
    name: String,
    stages: Vec<Stage>,
}

impl Series {
    /// A series of these stages, in any order.
    ///
    /// # Errors
    /// When two stages have the same number.
    pub fn new(name: &str, mut stages: Vec<Stage>) -> Result<Self, SeriesError> {
        stages.sort_by(|a, b| (a.number, &a.name).cmp(&(b.number, &b.name)));
        let twins = stages.iter().zip(stages.iter().skip(1)).find(|(a, b)| a.number == b.number);
        if let Some((first, second)) = twins {
            return Err(SeriesError::SameNumber {
                number: first.number,
                first: first.file.clone(),
                second: second.file.clone(),
            });
        }
        Ok(Self { name: text::sanitise(name).into_owned(), stages })
    }

    /// What it is called, fit for a terminal.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its stages in the order of their numbers.
    pub fn stages(&self) -> &[Stage] {
        &self.stages
    }

    /// Its stages, given away.
    pub fn into_stages(self) -> Vec<Stage> {
        self.stages
    }

    /// The stage with this number.
    pub fn stage(&self, number: u32) -> Option<&Stage> {
        self.stages.iter().find(|stage| stage.number == number)
    }

    /// The stage before the one with this number.
    pub fn before(&self, number: u32) -> Option<&Stage> {
        self.stages.iter().rev().find(|stage| stage.number < number)
    }

    /// The stage after the one with this number.
    pub fn after(&self, number: u32) -> Option<&Stage> {
        self.stages.iter().find(|stage| stage.number > number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stage(file: &str) -> Stage {
        Stage::new(FileName::parse(file).unwrap(), String::new())
    }

    #[test]
    fn a_number_a_dash_and_a_name_make_a_stage() {
        assert_eq!(FileName::parse("12-scale-up.ron").unwrap().number(), 12);
        for other in
            ["scale-up.ron", "1.ron", "1-.ron", "-x.ron", "+1-x.ron", "1-x.json", "99999999999-x.ron"]
        {
            assert!(FileName::parse(other).is_none(), "{other}");
        }
    }

    #[test]
    fn stages_stand_in_the_order_of_their_numbers() {
        let series = Series::new("s", vec![stage("10-c.ron"), stage("2-b.ron"), stage("0-a.ron")]).unwrap();
        let numbers = |stages: &[Stage]| stages.iter().map(Stage::number).collect::<Vec<_>>();
        assert_eq!(numbers(series.stages()), [0, 2, 10]);
        assert_eq!(series.after(2).unwrap().number(), 10);
        assert_eq!(series.before(2).unwrap().number(), 0);
        assert!(series.after(10).is_none() && series.before(0).is_none());
    }

    #[test]
    fn a_number_is_there_once() {
        let error = Series::new("s", vec![stage("1-b.ron"), stage("1-a.ron")]).unwrap_err();
        assert!(error.to_string().contains("1-a.ron and 1-b.ron"), "{error}");
    }
}
