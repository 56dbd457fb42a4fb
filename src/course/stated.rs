//! What the first task of the text version wants drawn and a drawing may state in words: a record of the site stands
//! for name resolution, a tag for the application code. Here they become boxes, and nothing else is added.

use super::exact::{CODE, DNS};
use super::stack::{self, CODE_TAG};
use crate::draft::Draft;
use crate::geometry::{Point, Rect};
use crate::model::{Document, Id, Kind, Link, LinkKind, Node, Placement, Transaction};
use crate::text::Label;

/// The boxes that are stated and not drawn, with their lines.
pub fn boxes(document: &Document) -> Transaction {
    let mut draft = Draft::new(document);
    let drawn = |kind: Kind| document.topology().nodes().any(|(_, node)| node.kind == kind);
    if !drawn(Kind::Dns) {
        name_resolution(&mut draft);
    }
    if !drawn(Kind::Files) {
        application_code(&mut draft);
    }
    draft.finish()
}

/// DNS, asked by the users of a service with a www record.
fn name_resolution(draft: &mut Draft<'_>) {
    let recorded = |records: &[_]| records.iter().any(stack::is_www);
    let services = draft.document().services().values().filter(|service| recorded(&service.records));
    let clients: Vec<Id> = services.flat_map(|service| service.clients.iter().cloned()).collect();
    let id = draft.fresh_id("dns").filter(|_| !clients.is_empty());
    let Some(id) = id else { return };
    draft.put_node(id.clone(), Node::new(Kind::Dns, Label::new(DNS)));
    for client in clients {
        let line = draft.fresh_link_id(&client, &id);
        draft.put_link(Link { kind: LinkKind::Resolution, ..Link::new(line) });
    }
}

/// The code beside each application server that is tagged with it.
fn application_code(draft: &mut Draft<'_>) {
    let topology = draft.document().topology();
    let tagged = |node: &Node| node.tags.iter().any(|tag| tag.as_str() == CODE_TAG);
    let apps = topology.nodes().filter(|(_, node)| node.kind == Kind::AppServer && tagged(node));
    let apps: Vec<(Id, Option<Id>)> = apps.map(|(id, node)| (id.clone(), node.parent.clone())).collect();
    for (app, parent) in apps {
        let Some(id) = draft.fresh_id("files") else { continue };
        draft.put_node(id.clone(), Node { parent, ..Node::new(Kind::Files, Label::new(CODE)) });
        let line = draft.fresh_link_id(&app, &id);
        draft.put_link(Link::new(line));
        if let Some(at) = place_beside(draft.document(), &app) {
            draft.place(id, Some(Placement::pinned(at)));
        }
    }
}

/// The columns between an application server and its code: room for a line, and for the exact label, which is longer
/// than most names.
const GAP: i32 = 10;

/// Where code stands beside its application server, if that is pinned and no other box is there.
fn place_beside(document: &Document, app: &Id) -> Option<Point> {
    let placements = document.placements();
    let rect = |placement: &Placement| Some(Rect { origin: placement.at?, size: placement.size? });
    let own = rect(placements.get(app)?)?;
    let at = Point { x: own.right() + GAP, ..own.origin };
    let room = Rect { origin: at, size: own.size };
    let parent = |id: &Id| document.topology().node(id.as_str()).and_then(|node| node.parent.clone());
    let beside = placements.iter().filter(|(id, _)| parent(id) == parent(app));
    let free = beside.filter_map(|(_, placement)| rect(placement)).all(|other| !other.intersects(room));
    free.then_some(at)
}
