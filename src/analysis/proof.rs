//! The proof of a finding: found when the finding is, put into words when somebody asks.
//!
//! A drawing of ten thousand nodes may have as many findings, of which a person reads a screenful. A rule therefore
//! answers with a [`Prover`], which remembers numbers only and makes the [`Proof`] of the facts it was found in.

use std::fmt;
use std::sync::Arc;

use super::Facts;
use crate::model::Subject;

/// Why a finding is true, what that takes for granted, and what to do about it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proof {
    /// Why it is true.
    pub why: Evidence,
    /// What was taken for granted because the drawing does not say.
    pub assumes: Vec<String>,
    /// What to do, in one line.
    pub fix: String,
}

/// Why a finding is true, in words and as things to light up on the canvas.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    /// Sentences, each one line.
    pub lines: Vec<String>,
    /// What `path` is.
    pub basis: Basis,
    /// The way a request takes while all is well, or the offending links, or who stands together.
    pub path: Vec<Subject>,
    /// Where it ends once the subject has failed; of links, what they lead to.
    pub frontier: Vec<Subject>,
}

/// What a finding rests on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Basis {
    /// Things that are what they are: those that share a host, that wait for the same, that nobody watches.
    #[default]
    Things,
    /// The way of a request that is answered, and who cannot go on after the failure.
    Way,
    /// Links.
    Links,
}

impl Basis {
    /// The word in reports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Things => "things",
            Self::Way => "way",
            Self::Links => "links",
        }
    }
}

/// Makes the proof of one finding of the facts that it was found in; of other facts it makes nonsense.
#[derive(Clone, Default)]
pub struct Prover(Option<Arc<Prove>>);

type Prove = dyn Fn(&Facts) -> Proof + Send + Sync;

impl Prover {
    /// A prover that works so.
    pub fn new(prove: impl Fn(&Facts) -> Proof + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(prove)))
    }

    /// The proof; an empty one where there is nothing to add to the message.
    pub fn prove(&self, facts: &Facts) -> Proof {
        self.0.as_ref().map(|prove| prove(facts)).unwrap_or_default()
    }
}

impl fmt::Debug for Prover {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Prover")
    }
}

/// A prover with the facts it needs.
#[derive(Clone)]
pub struct Grounds {
    facts: Arc<Facts>,
    prover: Prover,
}

impl fmt::Debug for Grounds {
    /// The proof itself: the facts are the whole drawing.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.proof().fmt(f)
    }
}

impl Grounds {
    /// What `prover` makes of `facts`.
    pub fn new(facts: Arc<Facts>, prover: Prover) -> Self {
        Self { facts, prover }
    }

    /// The proof, made anew each time.
    pub fn proof(&self) -> Proof {
        self.prover.prove(&self.facts)
    }
}
