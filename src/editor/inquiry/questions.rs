//! What answers the questions about the drawing, one function each. To add one, write it and the row of its command.

use std::collections::BTreeSet;

use super::{Answer, Sheet};
use crate::analysis::availability::{Availability, availabilities};
use crate::analysis::blast::{Blast, ranking};
use crate::analysis::cut_set::{BUDGET, CutSets, Level, cut_sets};
use crate::analysis::reach::{Dependency, dependencies, ways};
use crate::editor::command::CommandError;
use crate::model::{Document, Id, LinkId, Probability, RequestClass, RequestClasses, Subject};
use crate::report::{duration, percent};

/// What is asked about.
#[derive(Debug)]
pub struct Asked<'e> {
    /// The drawing.
    pub document: &'e Document,
    /// What is down in the simulation.
    pub failed: &'e BTreeSet<Subject>,
    /// The node of the focus.
    pub focus: Option<&'e Id>,
    /// What was typed behind the question.
    pub words: &'e str,
}

/// What answers a question, sheet by sheet.
pub type Sheets = Result<Vec<Sheet>, CommandError>;

/// The most parts of a cut set that are asked for unless somebody says how many.
const ORDER: usize = 2;
/// The availability of parts that state none, unless somebody says another; that of the command line.
const ASSUMED: &str = "0.999";
/// The most answers of a sheet.
const MOST: usize = 500;

const NO_NODE: CommandError = CommandError::Needs("focus the box that you ask about");

impl Asked<'_> {
    /// What is down, nodes and links apart.
    pub(super) fn down(&self) -> (Vec<Id>, Vec<LinkId>) {
        let (mut nodes, mut links) = (Vec::new(), Vec::new());
        for subject in self.failed {
            match subject {
                Subject::Node(id) | Subject::Group(id) => nodes.push(id.clone()),
                Subject::Link(id) => links.push(id.clone()),
                Subject::Service(_) => {}
            }
        }
        (nodes, links)
    }

    /// The name of a thing; where another has the same, with its id.
    pub(super) fn title(&self, id: &Id) -> String {
        let title = self.document.title(id);
        let alike = self.document.topology().nodes().filter(|(id, _)| self.document.title(id) == title);
        if alike.take(2).count() > 1 && title != id.as_str() {
            format!("{title} ({id})")
        } else {
            title.to_owned()
        }
    }

    /// The word before the classes of a service: its name, where there are several.
    fn service(&self, name: &str) -> String {
        if self.document.services().len() > 1 { format!("{name}: ") } else { String::new() }
    }
}

fn names(classes: RequestClasses) -> String {
    classes.iter().map(RequestClass::name).collect::<Vec<_>>().join(", ")
}

fn node(id: &Id) -> Subject {
    Subject::Node(id.clone())
}

/// What each part takes with it when it fails alone, the worst first.
pub fn rank(asked: &Asked<'_>) -> Sheets {
    let parts = ranking(asked.document);
    let harmless = parts.iter().filter(|part| !hurts(part)).count();
    let answers = parts.iter().filter(|part| hurts(part)).take(MOST).map(|part| blast(asked, part)).collect();
    if parts.is_empty() {
        return Err(CommandError::Needs("nothing in this drawing can fail: draw a server, or a part of one"));
    }
    let remark = match harmless {
        0 => String::new(),
        count => format!("{count} others take nothing but themselves"),
    };
    Ok(vec![Sheet { title: "What each part takes with it: down+starved".to_owned(), answers, remark }])
}

fn hurts(part: &Blast) -> bool {
    part.kinds_lost() > 0 || part.starved > 0
}

fn blast(asked: &Asked<'_>, part: &Blast) -> Answer {
    let lost = part
        .lost
        .iter()
        .map(|(name, classes)| format!("{}{}", asked.service(name.as_str()), names(*classes)));
    let lost = lost.collect::<Vec<_>>().join("; ");
    let lost = if lost.is_empty() { "nothing that is asked for".to_owned() } else { lost };
    Answer {
        words: format!("{} · loses {lost}", asked.title(&part.part)),
        note: format!("{}+{}", part.down, part.starved),
        failed: BTreeSet::from([node(&part.part)]),
        look: Some(node(&part.part)),
        ..Answer::default()
    }
}

/// The smallest sets of parts that lose requests together, a sheet for each service and class.
pub fn cuts(asked: &Asked<'_>) -> Sheets {
    let (order, level) = wanted(asked.words)?;
    let sets = cut_sets(asked.document, order, level, BUDGET);
    if sets.is_empty() {
        return Err(CommandError::Needs("nothing is served in this drawing, so nothing can be lost"));
    }
    Ok(sets.iter().map(|set| cut_sheet(asked, set, order)).collect())
}

/// How many parts, and which: `3 host`, in any order.
fn wanted(words: &str) -> Result<(usize, Level), CommandError> {
    let (mut order, mut level) = (ORDER, Level::All);
    for word in words.split_whitespace() {
        let named = Level::NAMES.iter().find(|(name, _)| *name == word);
        match (word.parse::<usize>(), named) {
            (Ok(count @ 1..=6), _) => order = count,
            (_, Some((_, named))) => level = *named,
            _ => {
                return Err(CommandError::Needs(
                    "expected how many parts, 1 to 6, and which: all, component, host or zone, as `:cuts 3 host`",
                ));
            }
        }
    }
    Ok((order, level))
}

fn cut_sheet(asked: &Asked<'_>, set: &CutSets, order: usize) -> Sheet {
    let title = format!("What loses {}{} requests", asked.service(set.service.as_str()), set.class.name());
    let answers = set.cuts.iter().take(MOST).map(|cut| cut_row(asked, cut)).collect();
    let remark = match (set.cuts.is_empty(), set.truncated || set.cuts.len() > MOST) {
        (_, true) => "there may be more: the search was ended early".to_owned(),
        (true, _) => format!("no {order} parts lose them: more would have to fail at once"),
        (false, _) => format!("all sets of up to {order}, each of them minimal"),
    };
    Sheet { title, answers, remark }
}

fn cut_row(asked: &Asked<'_>, cut: &[Id]) -> Answer {
    Answer {
        words: cut.iter().map(|id| asked.title(id)).collect::<Vec<_>>().join(" + "),
        note: cut.len().to_string(),
        failed: cut.iter().map(node).collect(),
        look: cut.first().map(node),
        ..Answer::default()
    }
}

/// How likely requests are served, and what helps most.
pub fn availability(asked: &Asked<'_>) -> Sheets {
    let assumed = assumed(asked.words)?;
    let found = availabilities(asked.document, assumed);
    if found.is_empty() {
        return Err(CommandError::Needs("nothing is served in this drawing"));
    }
    let answers = found.iter().map(|one| likely(asked, one)).collect();
    let unstated: BTreeSet<&Id> = found.iter().flat_map(|one| &one.unstated).collect();
    let remark = match unstated.len() {
        0 => String::new(),
        count => format!(
            "{} is assumed of {count} parts that state none; `:availability 0.99` assumes another",
            percent(assumed.get())
        ),
    };
    Ok(vec![Sheet { title: "How likely a request is served".to_owned(), answers, remark }])
}

fn assumed(words: &str) -> Result<Probability, CommandError> {
    let text = if words.is_empty() { ASSUMED } else { words };
    let number = text.parse::<f64>().ok().and_then(Probability::new);
    number.ok_or(CommandError::Needs(
        "expected the availability of parts that state none, as `:availability 0.999`",
    ))
}

fn likely(asked: &Asked<'_>, one: &Availability) -> Answer {
    let service = asked.service(one.service.as_str());
    let weakest = one.weakest.first().filter(|weakest| weakest.doubled > one.estimate.value());
    let weak = weakest.map(|weakest| {
        format!(" · weakest {}: two of it make {}", asked.title(&weakest.part), percent(weakest.doubled))
    });
    Answer {
        words: format!(
            "{service}{} · {} · {} down a year{}",
            one.class.name(),
            one.estimate.method(),
            duration(one.downtime()),
            weak.unwrap_or_default()
        ),
        note: percent(one.estimate.value()),
        lit: weakest.iter().map(|weakest| node(&weakest.part)).collect(),
        look: weakest.map(|weakest| node(&weakest.part)),
        ..Answer::default()
    }
}

/// What the focus needs, and what needs it.
pub fn depends(asked: &Asked<'_>) -> Sheets {
    let id = asked.focus.ok_or(NO_NODE)?;
    let found = dependencies(asked.document, id).map_err(|error| CommandError::Missing(error.to_string()))?;
    let name = asked.title(id);
    let sheet = |title: String, all: &[Dependency], remark: &str| Sheet {
        title,
        answers: all.iter().take(MOST).map(|one| dependency(asked, id, one)).collect(),
        remark: if all.is_empty() { remark.to_owned() } else { String::new() },
    };
    Ok(vec![
        sheet(format!("What {name} needs"), &found.needs, "it needs nothing"),
        sheet(format!("What needs {name}"), &found.needed_by, "nothing needs it"),
    ])
}

fn dependency(asked: &Asked<'_>, id: &Id, one: &Dependency) -> Answer {
    let loses = if one.loses == RequestClasses::NONE {
        "something stands in".to_owned()
    } else {
        format!("without it no {}", names(one.loses))
    };
    Answer {
        words: format!("{} · {loses}", asked.title(&one.id)),
        note: match one.hops {
            1 => "1 hop".to_owned(),
            hops => format!("{hops} hops"),
        },
        lit: BTreeSet::from([node(&one.id), node(id)]),
        look: Some(node(&one.id)),
        ..Answer::default()
    }
}

/// The ways from the focus to what is named.
pub fn paths(asked: &Asked<'_>) -> Sheets {
    let from = asked.focus.ok_or(NO_NODE)?;
    let to = Id::new(asked.words).map_err(|_| {
        CommandError::Needs("to where? Focus where the ways begin, then `:paths ID`, as `:paths db-1`")
    })?;
    let found = ways(asked.document, from, &to).map_err(|error| CommandError::Missing(error.to_string()))?;
    let remark = match (found.all.is_empty(), found.truncated) {
        (true, _) => "no request gets there",
        (_, true) => "there are more",
        _ => "",
    };
    let title = format!("Ways from {} to {}", asked.title(from), asked.title(&to));
    let answers = found.all.iter().map(|way| path(asked, way)).collect();
    Ok(vec![Sheet { title, answers, remark: remark.to_owned() }])
}

fn path(asked: &Asked<'_>, way: &[Id]) -> Answer {
    let topology = asked.document.topology();
    let taken = way.windows(2).filter_map(|pair| {
        let link = LinkId::new(pair.first()?.clone(), pair.last()?.clone());
        topology.link(&link).map(|_| Subject::Link(link))
    });
    Answer {
        words: way.iter().map(|id| asked.title(id)).collect::<Vec<_>>().join(" → "),
        note: (way.len().saturating_sub(1)).to_string(),
        lit: way.iter().map(node).chain(taken).collect(),
        look: way.last().map(node),
        ..Answer::default()
    }
}
