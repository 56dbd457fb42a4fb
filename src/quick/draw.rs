//! What a quick line draws: new things and links on a document, as one transaction.

use std::collections::{BTreeMap, BTreeSet};

use super::mistake::Mistake;
use super::tree::{Arrow, Chain, Copies, Item, Line, Step, Word};
use super::words::{self, Meaning, meaning};
use crate::draft::Draft;
use crate::model::{
    Capability, Document, Edit, Encryption, Id, Kind, Link, LinkId, LinkKind, Node, Protocol, Role, Subject,
    Tier, Tls, Transaction,
};
use crate::text::Label;

/// The most of one thing that a count asks for.
pub const MOST_COUNT: u32 = 100;
/// The most nodes that a line adds.
pub const MOST_NODES: usize = 500;
/// The most links that a line adds.
pub const MOST_LINKS: usize = 1000;

/// Where a name has the number of its thing.
const NUMBER: char = '#';

/// What a line draws.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drawn {
    /// The change that draws it.
    pub transaction: Transaction,
    /// The nodes and links that it adds.
    pub added: BTreeSet<Subject>,
    /// The first node that it adds.
    pub first: Option<Id>,
}

impl Drawn {
    /// How many nodes and how many links it adds.
    pub fn counts(&self) -> (usize, usize) {
        let nodes = self.added.iter().filter(|subject| matches!(subject, Subject::Node(_))).count();
        (nodes, self.added.len() - nodes)
    }
}

/// What a line draws on a document. A chain that begins with an arrow goes on from `from`.
///
/// # Errors
/// The first thing that cannot be drawn, with its column.
pub fn draw(line: &Line, document: &Document, from: Option<&Id>) -> Result<Drawn, Mistake> {
    check_size(line)?;
    let mut pen = Pen::new(document, from);
    pen.line(line, None)?;
    pen.join_copies()?;
    pen.stand_guard();
    Ok(pen.finish())
}

/// Refuses a line that would add too much, before anything is made.
fn check_size(line: &Line) -> Result<(), Mistake> {
    if size(line)? <= MOST_NODES {
        return Ok(());
    }
    Err(Mistake::new(0, format!("this line draws more than {MOST_NODES} things")))
}

fn size(line: &Line) -> Result<usize, Mistake> {
    let steps =
        line.chains.iter().flat_map(|chain| chain.first.iter().chain(chain.hops.iter().map(|hop| &hop.1)));
    let mut all = 0_usize;
    for item in steps.flat_map(|step| &step.items) {
        let count = item.count.unwrap_or(1);
        if count > MOST_COUNT {
            return Err(Mistake::new(item.spot.0, format!("at most {MOST_COUNT} of one thing")));
        }
        let inside = item.inside.as_ref().map_or(Ok(0), size)?;
        all = all.saturating_add((count as usize).saturating_mul(inside.saturating_add(1)));
    }
    Ok(all)
}

/// Where a thing of a line goes.
#[derive(Clone, Copy)]
struct Place<'a> {
    /// The thing whose parentheses it stands in.
    inside: Option<&'a Id>,
    /// What stands before it in its chain: it belongs where that is.
    beside: Option<&'a Id>,
}

/// What an item of the line means.
enum Thing {
    /// Something that is there.
    There(Id),
    /// Something new.
    New(Meaning),
}

/// The copies of an item that stand in for each other.
struct Twins {
    copies: Copies,
    kind: Kind,
    ids: Vec<Id>,
}

struct Pen<'a> {
    document: &'a Document,
    draft: Draft<'a>,
    from: Option<&'a Id>,
    /// The new nodes.
    new: BTreeSet<Id>,
    first: Option<Id>,
    /// By the column of their sign.
    twins: BTreeMap<usize, Twins>,
    links: usize,
}

impl<'a> Pen<'a> {
    fn new(document: &'a Document, from: Option<&'a Id>) -> Self {
        Self {
            document,
            draft: Draft::new(document),
            from,
            new: BTreeSet::new(),
            first: None,
            twins: BTreeMap::new(),
            links: 0,
        }
    }

    fn line(&mut self, line: &Line, inside: Option<&Id>) -> Result<(), Mistake> {
        line.chains.iter().try_for_each(|chain| self.chain(chain, inside))
    }

    fn chain(&mut self, chain: &Chain, inside: Option<&Id>) -> Result<(), Mistake> {
        let mut left = match &chain.first {
            Some(step) => self.step(step, Place { inside, beside: None })?,
            None => vec![self.beginning(chain, inside)?],
        };
        for (arrow, step) in &chain.hops {
            let beside = left.first().cloned();
            let right = self.step(step, Place { inside, beside: beside.as_ref() })?;
            for (from, to) in left.iter().flat_map(|from| right.iter().map(move |to| (from, to))) {
                self.join(arrow, from, to)?;
            }
            left = right;
        }
        Ok(())
    }

    /// What a chain goes on from that begins with an arrow.
    fn beginning(&self, chain: &Chain, inside: Option<&Id>) -> Result<Id, Mistake> {
        let column = chain.hops.first().map_or(0, |(arrow, _)| arrow.spot.0);
        let from = self.from.filter(|_| inside.is_none()).cloned();
        from.ok_or_else(|| {
            Mistake::new(column, "nothing stands before this arrow that a link could start at")
        })
    }

    /// Everything of a step: each thing with all its copies.
    fn step(&mut self, step: &Step, place: Place<'_>) -> Result<Vec<Id>, Mistake> {
        let mut ids = Vec::new();
        for item in &step.items {
            match self.thing(item)? {
                Thing::There(id) => {
                    self.open(item, &id)?;
                    ids.push(id);
                }
                Thing::New(meaning) => {
                    for _ in 0..item.count.unwrap_or(1) {
                        let id = self.bear(item, meaning, place)?;
                        self.open(item, &id)?;
                        ids.push(id);
                    }
                }
            }
        }
        Ok(ids)
    }

    /// Draws what is in the parentheses of a thing.
    fn open(&mut self, item: &Item, id: &Id) -> Result<(), Mistake> {
        match &item.inside {
            Some(inside) => self.line(inside, Some(id)),
            None => Ok(()),
        }
    }

    /// Letters are kinds; any other word is first an id, then a kind, then a name; a text in quotes an id or a name.
    fn thing(&self, item: &Item) -> Result<Thing, Mistake> {
        let (word, kind) = match &item.word {
            Word::Bare(word) => (word, meaning(word)),
            Word::Quoted(word) => (word, None),
        };
        let letter = kind.filter(|_| word.chars().nth(1).is_none());
        let new = item.count.and(kind).or(letter);
        if let Some(meaning) = new {
            return Ok(Thing::New(meaning));
        }
        let there = match (self.by_id(word), kind) {
            (Some(id), _) => id,
            (None, Some(meaning)) => return Ok(Thing::New(meaning)),
            (None, None) => self.by_name(item, word)?,
        };
        unchanged(item, there).map(Thing::There)
    }

    /// What has this id; `w-1` is short for `web-1`.
    fn by_id(&self, word: &str) -> Option<Id> {
        let long = word.rsplit_once('-').and_then(|(stem, number)| {
            let kind = meaning(stem)?.kind;
            Some(format!("{}-{number}", kind.stem()))
        });
        let mut ids =
            [Some(word.to_owned()), long].into_iter().flatten().filter_map(|word| Id::new(&word).ok());
        ids.find(|id| self.draft.node(id).is_some() || self.draft.group(id).is_some())
    }

    fn by_name(&self, item: &Item, word: &str) -> Result<Id, Mistake> {
        let called = |node: &Node| node.name.as_str().to_lowercase() == word.to_lowercase();
        let nodes = self.document.topology().nodes();
        let ids: Vec<&Id> = nodes.filter(|(_, node)| called(node)).map(|(id, _)| id).collect();
        match ids.as_slice() {
            [only] => Ok((*only).clone()),
            [] => Err(self.unknown(item, word)),
            [first, second, ..] => {
                let words = format!(
                    "{} things are called {word}: say which one by its id, as {first} or {second}",
                    ids.len()
                );
                Err(Mistake::new(item.spot.0, words))
            }
        }
    }

    fn unknown(&self, item: &Item, word: &str) -> Mistake {
        let ids = self.document.topology().vertices().map(|vertex| vertex.id().as_str());
        let quoted = matches!(item.word, Word::Quoted(_));
        let near = if quoted { None } else { words::nearest(word, ids) };
        let what = if words::is_protocol(word) {
            format!("{word} is a protocol: it stands behind an arrow and before a thing, as in `c>{word} lb`")
        } else if quoted {
            format!("nothing here is called \"{word}\"; a new thing is written as `s:\"{word}\"`")
        } else {
            format!("{word} is no kind of thing, and nothing here is called that")
        };
        let hint = near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
        let mistake = Mistake::new(item.spot.0, format!("{what}{hint}"));
        Mistake { unfinished: !quoted && words::begins_one(word), ..mistake }
    }

    /// Adds one new thing.
    fn bear(&mut self, item: &Item, meaning: Meaning, place: Place<'_>) -> Result<Id, Mistake> {
        let kind = meaning.kind;
        let parent = self.holder(item, kind, place)?;
        let id = self.draft.fresh_id(kind.stem());
        let id =
            id.ok_or_else(|| Mistake::new(item.spot.0, format!("no id is free for a {}", kind.title())))?;
        let name = item.name.as_deref().or(meaning.name).unwrap_or_default();
        let role = meaning.replica.then_some(Role::Replica);
        let node = Node { parent, role, ..Node::new(kind, named(name, &id)) };
        self.draft.put_node(id.clone(), node);
        self.draft.take_inbound(&id);
        self.new.insert(id.clone());
        self.first.get_or_insert_with(|| id.clone());
        if let Some((copies, spot)) = item.copies {
            let twins = Twins { copies, kind, ids: Vec::new() };
            self.twins.entry(spot.0).or_insert(twins).ids.push(id.clone());
        }
        Ok(id)
    }

    fn holder(&self, item: &Item, kind: Kind, place: Place<'_>) -> Result<Option<Id>, Mistake> {
        let Some(holder) = place.inside else {
            return Ok(place.beside.and_then(|beside| self.draft.outer_holder(kind, beside)));
        };
        if self.draft.may_hold(kind, holder) {
            return Ok(Some(holder.clone()));
        }
        let outer = self.draft.node(holder).map_or("group", |node| node.kind.title());
        let words = format!("a {outer} holds no {}: put both into a server, as in s(f, lb)", kind.title());
        Err(Mistake::new(item.spot.0, words))
    }

    /// Links two things as the arrow says. Two that are linked already keep their link.
    fn join(&mut self, arrow: &Arrow, from: &Id, to: &Id) -> Result<(), Mistake> {
        let refused = |error: crate::draft::ConnectError| Mistake::new(arrow.spot.0, error);
        self.count(arrow.spot.0, 1)?;
        for (inner, outer) in [(from, to), (to, from)] {
            if self.draft.ancestors(inner).contains(outer) {
                let words = format!("{inner} is inside {outer}: a link between the two says nothing");
                return Err(Mistake::new(arrow.spot.0, words));
            }
        }
        let (start, end) = self.draft.ends(from, to);
        let old = self.draft.links_from(&start).into_iter().find(|link| link.id.to == end);
        let id = match old {
            Some(link) => link.id.clone(),
            None => self.link(&start, &end).map_err(refused)?,
        };
        self.draft.change_link(&id, |link| state(link, arrow));
        Ok(())
    }

    /// A new link; to a replica that of its following.
    fn link(&mut self, from: &Id, to: &Id) -> Result<LinkId, crate::draft::ConnectError> {
        let follows = self.draft.node(to).is_some_and(|node| node.role == Some(Role::Replica));
        let leads = self.draft.is_stateful(from) && self.kind(from) == self.kind(to);
        if follows && leads && self.new.contains(to) {
            self.draft.follow(from, to);
            return Ok(LinkId::new(from.clone(), to.clone()));
        }
        self.draft.connect(from, to)
    }

    fn kind(&self, id: &Id) -> Option<Kind> {
        self.draft.node(id).map(|node| node.kind)
    }

    /// Joins the copies that stand in for each other.
    fn join_copies(&mut self) -> Result<(), Mistake> {
        for (column, twins) in std::mem::take(&mut self.twins) {
            let Some((first, others)) = twins.ids.split_first().filter(|(_, others)| !others.is_empty())
            else {
                let stem = twins.kind.stem();
                let words = format!(
                    "`~` joins copies, and there is one only: write 2{stem}~, or a count before what holds it"
                );
                return Err(Mistake::new(column, words));
            };
            let data = twins.kind.does(Capability::Stores) && twins.kind.does(Capability::Replicates);
            match twins.copies {
                Copies::Linked if data => self.replicate(first, others),
                Copies::Followed if data => self.follow(column, first, others)?,
                Copies::Linked if redundant(twins.kind) => {
                    self.draft.cluster(&twins.ids.iter().cloned().collect());
                }
                Copies::Linked | Copies::Followed => return Err(no_twins(column, &twins)),
            }
        }
        Ok(())
    }

    fn follow(&mut self, column: usize, first: &Id, others: &[Id]) -> Result<(), Mistake> {
        for copy in others {
            self.draft.follow(first, copy);
            self.count(column, self.draft.links_to(copy).len())?;
        }
        Ok(())
    }

    /// Counts links, up to the most that a line may draw.
    fn count(&mut self, column: usize, links: usize) -> Result<(), Mistake> {
        self.links += links;
        if self.links <= MOST_LINKS {
            return Ok(());
        }
        Err(Mistake::new(column, format!("this line draws more than {MOST_LINKS} links")))
    }

    fn replicate(&mut self, first: &Id, others: &[Id]) {
        for copy in others {
            let id = self.draft.fresh_link_id(first, copy);
            self.draft.put_link(Link { kind: LinkKind::Replication, ..Link::new(id) });
        }
    }

    /// A new firewall that no request goes through guards what it was put into.
    fn stand_guard(&mut self) {
        for id in &self.new {
            let Some(node) = self.draft.node(id).filter(|node| node.does(Capability::Filters)) else {
                continue;
            };
            let linked = !(self.draft.links_from(id).is_empty() && self.draft.links_to(id).is_empty());
            if let Some(parent) = node.parent.clone().filter(|_| !linked) {
                self.draft.change_node(id, |node| node.guards = vec![parent]);
            }
        }
    }

    fn finish(self) -> Drawn {
        let transaction = self.draft.finish();
        let added = transaction.edits().iter().filter_map(born).collect();
        Drawn { transaction, added, first: self.first }
    }
}

/// The node or link that an edit adds.
fn born(edit: &Edit) -> Option<Subject> {
    match edit {
        Edit::Node(change) if change.before.is_none() => Some(Subject::Node(change.id.clone())),
        Edit::Link(change) if change.before.is_none() => Some(Subject::Link(change.id.clone())),
        _ => None,
    }
}

/// What is there is only linked and filled: the line does not change it.
fn unchanged(item: &Item, id: Id) -> Result<Id, Mistake> {
    let column = item.spot.0;
    if item.count.is_some() {
        return Err(Mistake::new(column, format!("{id} is there already, once: a count makes new things")));
    }
    if item.name.is_some() {
        let words = format!("{id} is there already: a name is given to new things; `e` renames");
        return Err(Mistake::new(column, words));
    }
    if let Some((_, spot)) = item.copies {
        return Err(Mistake::new(
            spot.0,
            format!("{id} is there already: `~` is for the copies of new things"),
        ));
    }
    Ok(id)
}

/// Why copies of a kind cannot stand in for each other.
fn no_twins(column: usize, twins: &Twins) -> Mistake {
    let kind = twins.kind.title();
    let words = match twins.copies {
        Copies::Linked => format!("`~` is for what serves requests or keeps data: a {kind} does neither"),
        Copies::Followed => format!("`~~` is for what keeps data, as 2d~~: a {kind} keeps none"),
    };
    Mistake::new(column, words)
}

/// Whether several of a kind can stand in for each other.
fn redundant(kind: Kind) -> bool {
    kind.does(Capability::Fails) && !matches!(kind.tier(), Tier::Container | Tier::Beside)
}

/// A name with the number of its thing where it has a `#`.
fn named(name: &str, id: &Id) -> Label {
    let number = id.as_str().rsplit_once('-').map_or("", |(_, number)| number);
    Label::new(&name.replace(NUMBER, number))
}

/// Says of a link what its arrow says.
fn state(link: &mut Link, arrow: &Arrow) {
    if let Some(protocol) = &arrow.protocol {
        link.protocol = Some(Protocol::new(protocol));
        link.port = arrow.port;
    }
    if let Some(label) = &arrow.label {
        link.label = Label::new(label);
    }
    if arrow.plain && link.encryption() != Encryption::Plain {
        link.tls = Some(Tls::No);
    }
}
