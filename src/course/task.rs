//! The two versions of the course, their four tasks, and how both are named.

use thiserror::Error;

use crate::codec;
use crate::model::{Document, Kind};
use crate::text;

/// A version of the course.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Course {
    /// The one that is drawn on a whiteboard and explained to a mentor.
    Classic,
    /// The one that is written as text and compared label by label.
    Text,
}

/// A task of the course, from 0 to 3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Task(u8);

/// What a task is called: in words, and by the files that the two versions ask for.
struct Row {
    title: &'static str,
    files: [&'static str; 2],
}

const ROWS: [Row; 4] = [
    Row { title: "Simple web stack", files: ["0-simple_web_stack", "single_server_stack"] },
    Row {
        title: "Distributed web infrastructure",
        files: ["1-distributed_web_infrastructure", "redundant_web_tier"],
    },
    Row {
        title: "Secured and monitored web infrastructure",
        files: ["2-secured_and_monitored_web_infrastructure", "protected_monitored_stack"],
    },
    Row { title: "Scale up", files: ["3-scale_up", "separated_tiers"] },
];

/// A word that names no version of the course.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("there is no course called `{asked}`; {}", meant(.nearest.as_deref(), "expected classic or text"))]
pub struct UnknownCourse {
    asked: String,
    nearest: Option<String>,
}

/// A word that names no task.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error(
    "there is no task called `{asked}`; {}",
    meant(.nearest.as_deref(), "expected 0, 1, 2, 3 or a name, as 0-simple_web_stack")
)]
pub struct UnknownTask {
    asked: String,
    nearest: Option<String>,
}

fn meant(nearest: Option<&str>, otherwise: &str) -> String {
    nearest.map_or_else(|| otherwise.to_owned(), |nearest| format!("did you mean `{nearest}`? ({otherwise})"))
}

impl Course {
    /// Both, the older first.
    pub const ALL: [Self; 2] = [Self::Classic, Self::Text];

    /// The word on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Classic => "classic",
            Self::Text => "text",
        }
    }

    /// What it is, in a few words.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Classic => "drawn on a whiteboard, explained to a mentor",
            Self::Text => "written as text with exact labels",
        }
    }

    /// The version called `word`, in any case.
    ///
    /// # Errors
    /// When none is called so; names the nearest.
    pub fn parse(word: &str) -> Result<Self, UnknownCourse> {
        let known = Self::ALL.into_iter().find(|course| word.trim().eq_ignore_ascii_case(course.name()));
        known.ok_or_else(|| UnknownCourse {
            asked: text::sanitise(word).into_owned(),
            nearest: codec::nearest(word.trim(), Self::ALL.map(Self::name)),
        })
    }
}

impl Task {
    /// All four, in order.
    pub const ALL: [Self; 4] = [Self(0), Self(1), Self(2), Self(3)];

    /// The one whose text version counts every box.
    pub const FIRST: Self = Self(0);

    /// The one whose text version counts the lines of measurements.
    pub const MEASURED: Self = Self(2);

    /// The task with this number, if there is one.
    pub fn new(number: u32) -> Option<Self> {
        Self::ALL.into_iter().find(|task| u32::from(task.0) == number)
    }

    /// Its number.
    pub const fn number(self) -> u8 {
        self.0
    }

    /// The number as an index of an array of four.
    pub const fn index(self) -> usize {
        self.0 as usize
    }

    /// Its name in words.
    pub fn title(self) -> &'static str {
        self.row().map_or("", |row| row.title)
    }

    /// The file that a version of the course asks for, without its ending.
    pub fn file(self, course: Course) -> &'static str {
        self.row().and_then(|row| row.files.get(course as usize)).copied().unwrap_or_default()
    }

    fn row(self) -> Option<&'static Row> {
        ROWS.get(self.index())
    }

    /// The task that `word` names: its number, the name of its file, or that without the number; in any case.
    ///
    /// # Errors
    /// When none is called so; names the nearest.
    pub fn parse(word: &str) -> Result<Self, UnknownTask> {
        let asked = plain(word);
        let names = || Self::ALL.into_iter().flat_map(|task| task.names().map(move |name| (task, name)));
        let known = names().find(|(_, name)| plain(name) == asked).map(|(task, _)| task);
        known.ok_or_else(|| UnknownTask {
            asked: text::sanitise(word).into_owned(),
            nearest: codec::nearest(&asked, names().map(|(_, name)| name)),
        })
    }

    /// Every word for it, its number first.
    fn names(self) -> impl Iterator<Item = &'static str> {
        let number = ["0", "1", "2", "3"].get(self.index()).copied();
        let files = self.row().into_iter().flat_map(|row| row.files);
        let bare = files.clone().filter_map(|file| file.split_once('-').map(|(_, name)| name));
        number.into_iter().chain(files).chain(bare)
    }

    /// The task that a drawing looks like: by what is in it, the latest first.
    pub fn of(document: &Document) -> Self {
        let count = |kind: Kind| document.topology().nodes().filter(|(_, node)| node.kind == kind).count();
        let guarded = [Kind::Firewall, Kind::MonitorAgent, Kind::MonitorCollector, Kind::Certificate];
        match count(Kind::LoadBalancer) {
            2.. => Self(3),
            _ if guarded.into_iter().any(|kind| count(kind) > 0) => Self(2),
            1 => Self(1),
            0 => Self(0),
        }
    }
}

/// A name as it is compared: lower case, blanks and dashes as underscores, without the ending of a file.
fn plain(name: &str) -> String {
    let name = name.trim().to_lowercase().replace(['-', ' '], "_");
    [".ron", ".mmd", ".png"].iter().fold(name, |name, ending| name.trim_end_matches(ending).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stage;

    #[test]
    fn courses_and_tasks_have_names() {
        assert_eq!(Course::parse("Classic"), Ok(Course::Classic));
        assert_eq!(Task::parse("2"), Ok(Task(2)));
        assert_eq!(Task::parse("0-simple_web_stack"), Ok(Task(0)));
        assert_eq!(Task::parse("Simple web stack"), Ok(Task(0)));
        assert_eq!(Task::parse("separated_tiers.mmd"), Ok(Task(3)));
        assert!(Task::new(4).is_none());
    }

    #[test]
    fn the_nearest_name_is_suggested() {
        let course = Course::parse("clasic").unwrap_err().to_string();
        assert!(course.contains("did you mean `classic`?"), "{course}");
        let task = Task::parse("scale_upp").unwrap_err().to_string();
        assert!(task.contains("did you mean `scale_up`?"), "{task}");
        assert!(Task::parse("7").unwrap_err().to_string().contains("expected 0, 1, 2, 3"));
        assert!(Course::parse("kubernetes").unwrap_err().to_string().ends_with("expected classic or text"));
    }

    #[test]
    fn a_stage_looks_like_its_task() {
        for series in ["tiers", "roles"] {
            for stage in stage::built_in(series).unwrap().stages() {
                let document = stage.decode().unwrap().document;
                assert_eq!(u32::from(Task::of(&document).number()), stage.number(), "{series}");
            }
        }
    }
}
