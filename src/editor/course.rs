//! The series that the drawing is a stage of. Each stage keeps its own board, so that going back and forth loses
//! nothing, saved or not.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use super::board::Board;
use super::effect::Source;
use crate::codec;
use crate::course::{self, Lesson};
use crate::model::Document;
use crate::stage::{Series, Stage};

/// Where the files of a series are.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Home {
    /// In the program.
    BuiltIn,
    /// In a folder.
    Folder(PathBuf),
}

/// The open series and the place in it.
#[derive(Clone, Debug)]
pub struct Course {
    series: Arc<Series>,
    home: Home,
    /// The number of the stage that is shown.
    pub number: u32,
    /// The boards of stages that were shown before.
    parked: BTreeMap<u32, Board>,
}

impl Course {
    /// A built-in series at a stage, and that stage.
    ///
    /// # Errors
    /// When there is no such stage or it cannot be read.
    pub fn built_in(series: Arc<Series>, number: u32) -> Result<(Self, Board), String> {
        let course = Self { series, home: Home::BuiltIn, number, parked: BTreeMap::new() };
        let board = course.read(number)?;
        Ok((course, board))
    }

    /// The series of a folder, at the stage that `source` names; `None` when it names none.
    pub fn of_file(series: Arc<Series>, source: &Source) -> Option<Self> {
        let path = source.path()?;
        let name = path.file_name()?.to_string_lossy();
        let number = series.stages().iter().find(|stage| stage.file() == name)?.number();
        let folder = path.parent()?.to_owned();
        Some(Self { series, home: Home::Folder(folder), number, parked: BTreeMap::new() })
    }

    /// The series.
    pub fn series(&self) -> &Series {
        &self.series
    }

    /// The lesson of the stage that is shown; only built-in series have them.
    pub fn lesson(&self) -> Option<&'static Lesson> {
        match self.home {
            Home::BuiltIn => course::lesson(self.series.name(), self.number),
            Home::Folder(_) => None,
        }
    }

    /// Whether a stage that is not shown holds something unsaved.
    pub fn is_modified(&self, number: u32) -> bool {
        self.parked.get(&number).is_some_and(Board::is_modified)
    }

    /// Whether any stage that is not shown holds something unsaved.
    pub fn any_modified(&self) -> bool {
        self.parked.values().any(Board::is_modified)
    }

    /// The boards of the stages that are not shown.
    pub fn parked_mut(&mut self) -> impl Iterator<Item = &mut Board> {
        self.parked.values_mut()
    }

    /// The board of a stage: as it was left, else as its file says.
    ///
    /// # Errors
    /// When there is no such stage, or its file cannot be read; the words say what and what now.
    pub fn enter(&mut self, number: u32, leaving: Board) -> Result<Board, (Box<Board>, String)> {
        let next = match self.parked.remove(&number) {
            Some(board) => Ok(board),
            None => self.read(number),
        };
        match next {
            Ok(board) => {
                self.parked.insert(self.number, leaving);
                self.number = number;
                Ok(board)
            }
            Err(problem) => Err((Box::new(leaving), problem)),
        }
    }

    fn read(&self, number: u32) -> Result<Board, String> {
        let stage = self.series.stage(number).ok_or_else(|| self.no_such(number))?;
        let decoded = codec::decode(stage.text(), stage.file()).map_err(|error| error.to_string())?;
        Ok(Board::new(decoded.document, decoded.comments, self.source(stage)))
    }

    fn no_such(&self, number: u32) -> String {
        let numbers: Vec<String> =
            self.series.stages().iter().map(|stage| stage.number().to_string()).collect();
        format!("{} has no stage {number}; it has {}", self.series.name(), numbers.join(", "))
    }

    fn source(&self, stage: &Stage) -> Source {
        match &self.home {
            Home::BuiltIn => Source::BuiltIn(format!("@{}/{}", self.series.name(), stage.number())),
            Home::Folder(folder) => Source::File(folder.join(stage.file())),
        }
    }

    /// The drawing of the previous stage, for comparison.
    pub fn before(&self) -> Option<Document> {
        let stage = self.series.before(self.number)?;
        if let Some(board) = self.parked.get(&stage.number()) {
            return Some(board.document().clone());
        }
        codec::decode(stage.text(), stage.file()).ok().map(|decoded| decoded.document)
    }

    /// The words of a stage: the title of its drawing is only known when it is shown.
    pub fn title(stage: &Stage) -> String {
        stage.name().replace('-', " ")
    }
}
