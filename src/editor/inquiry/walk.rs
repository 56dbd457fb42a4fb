//! A request on its way through the drawing, as answers: a row a hop, lit as far as it has come.

use std::collections::BTreeSet;

use super::questions::{Asked, Sheets};
use super::{Answer, Sheet};
use crate::analysis::trace::{Ending, Hop, Walk, trace};
use crate::editor::command::CommandError;
use crate::model::{LinkKind, RequestClass, RequestClasses, Subject};
use crate::report::{ending_words, hop_words, lookup_words};

/// A sheet for each request: of each client, for each class, or for the one that was asked for.
pub fn walk(asked: &Asked<'_>) -> Sheets {
    let classes = match asked.words {
        "" => RequestClasses::ALL,
        word => RequestClasses::NONE.with(class(word)?),
    };
    let (nodes, links) = asked.down();
    let walks = trace(asked.document, classes, &nodes, &links)
        .map_err(|error| CommandError::Missing(error.to_string()))?;
    if walks.is_empty() {
        return Err(CommandError::Needs(
            "nobody asks for anything here: draw a client and link it to something",
        ));
    }
    Ok(walks.iter().map(|walk| sheet(walk, asked)).collect())
}

fn class(word: &str) -> Result<RequestClass, CommandError> {
    let found = RequestClasses::ALL.iter().find(|class| class.name() == word);
    found.ok_or_else(|| {
        let names = RequestClasses::ALL.iter().map(RequestClass::name).collect::<Vec<_>>().join(", ");
        CommandError::Missing(format!("there is no such request; there are {names}"))
    })
}

fn sheet(walk: &Walk, asked: &Asked<'_>) -> Sheet {
    let mut lit = BTreeSet::from([Subject::Node(walk.client.clone())]);
    let lookups = walk.hops.iter().any(|hop| hop.kind == LinkKind::Resolution);
    let records = walk.records.iter().filter(|_| !lookups);
    let mut answers: Vec<Answer> = records
        .map(|record| Answer {
            words: format!("looks up {}", lookup_words(record)),
            lit: lit.clone(),
            look: Some(Subject::Node(walk.client.clone())),
            ..Answer::default()
        })
        .collect();
    for hop in &walk.hops {
        lit.extend(hop.link.clone().map(Subject::Link));
        lit.insert(Subject::Node(hop.to.clone()));
        answers.push(Answer {
            words: step_words(hop, walk, asked),
            lit: lit.clone(),
            look: Some(Subject::Node(hop.to.clone())),
            ..Answer::default()
        });
    }
    let look = match &walk.ending {
        Ending::Answered(by) => by.first(),
        Ending::Dies { at, .. } => Some(at),
    };
    answers.push(Answer {
        words: ending_words(&walk.ending, asked.document),
        look: look.cloned().map(Subject::Node),
        lit,
        ..Answer::default()
    });
    let title = format!("A {} request of {}", walk.class.name(), asked.title(&walk.client));
    Sheet { title, answers, remark: String::new() }
}

fn step_words(hop: &Hop, walk: &Walk, asked: &Asked<'_>) -> String {
    let way = format!("{} → {}", asked.title(&hop.from), asked.title(&hop.to));
    let said = hop_words(hop, &walk.records);
    let parts = [way].into_iter().chain(said).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(" · ")
}
