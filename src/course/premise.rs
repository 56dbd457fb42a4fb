//! What a requirement speaks of. That all load balancers lead somewhere says nothing while there is none: whatever a
//! requirement looks for, it is met only when all that it speaks of is drawn.

use super::component;
use super::exact;
use super::requirement::Answer;
use super::survey::Survey;
use crate::model::{Kind, LinkKind, Role};

/// Something that must be drawn before a requirement about it can be met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Premise {
    /// Anything at all.
    Anything,
    /// A node of a kind.
    Node(Kind),
    /// A database that plays a part.
    Database(Role),
    /// Requests from a node of one kind that reach one of another, be it through firewalls.
    Asks(Kind, Kind),
    /// A link of a kind.
    Links(LinkKind),
    /// A server that holds a web server and an application server.
    Stack,
}

impl Premise {
    fn holds(self, survey: &Survey<'_>) -> bool {
        let topology = survey.document.topology();
        match self {
            Self::Anything => !topology.is_empty(),
            Self::Node(kind) => !survey.of(kind).is_empty(),
            Self::Database(role) => !survey.databases(role).is_empty(),
            Self::Asks(from, to) => {
                survey.of(from).into_iter().any(|asker| !survey.asked_by(asker, to).is_empty())
            }
            Self::Links(kind) => topology.links().any(|link| link.kind == kind),
            Self::Stack => !exact::nodes_of_both(survey.document).is_empty(),
        }
    }

    /// What is not there, in words.
    fn lacking(self) -> String {
        match self {
            Self::Anything => "nothing is drawn".to_owned(),
            Self::Node(kind) => format!("no {} is drawn", kind.title()),
            Self::Database(role) => format!("no database is marked as the {}", component::role(role)),
            Self::Asks(from, to) => {
                format!("no request leads from the {} to the {}", from.title(), to.title())
            }
            Self::Links(kind) => format!("no line of the kind {} is drawn", kind.name()),
            Self::Stack => "no server holds a web server and an application server".to_owned(),
        }
    }
}

/// The answer; but where something that the requirement speaks of is not drawn, it cannot be met yet. What is wrong
/// already is said in its own words.
pub fn given(survey: &Survey<'_>, of: &[Premise], answer: Answer) -> Answer {
    let lacking = of.iter().find(|premise| answer.met && !premise.holds(survey));
    lacking.map_or(answer, |premise| Answer::missing(format!("not yet: {}", premise.lacking())))
}
