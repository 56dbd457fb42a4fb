//! Small drawings with places given by hand, for the tests of the scene.

use std::sync::Arc;

use crate::geometry::{Point, Rect};
use crate::layout::{Layout, Route, Zoom};
use crate::model::{Change, Document, Edit, Id, Kind, Link, LinkId, Node, Transaction};

/// A document and its layout.
#[derive(Default)]
pub(super) struct Sample {
    pub(super) document: Document,
    pub(super) layout: Layout,
}

pub(super) fn id(text: &str) -> Id {
    Id::new(text).unwrap()
}

pub(super) fn link_id(from: &str, to: &str) -> LinkId {
    LinkId::new(id(from), id(to))
}

impl Sample {
    pub(super) fn at(zoom: Zoom) -> Self {
        let mut sample = Self::default();
        sample.layout.zoom = zoom;
        sample
    }

    /// A node whose name is its id: `parent/id`, or `id` alone.
    pub(super) fn node(self, kind: Kind, path: &str, area: [i32; 4]) -> Self {
        let name = path.rsplit('/').next().unwrap();
        self.named(kind, path, name, area)
    }

    pub(super) fn named(mut self, kind: Kind, path: &str, name: &str, [x, y, w, h]: [i32; 4]) -> Self {
        let (parent, own) = path.split_once('/').map_or((None, path), |(a, b)| (Some(id(a)), b));
        let node = Node { parent, ..Node::new(kind, name.into()) };
        self.apply(Edit::Node(Change::birth(id(own), Arc::new(node))));
        if let Some((holder, _)) = path.split_once('/').filter(|_| h == 1) {
            self.layout.rows.insert(id(own), id(holder));
        }
        self.layout.boxes.insert(id(own), Rect::new(x, y, w, h));
        self
    }

    /// A link and its only line.
    pub(super) fn link(mut self, link: Link, points: &[(i32, i32)]) -> Self {
        let route = Route {
            links: vec![link.id.clone()],
            from: link.id.from.clone(),
            to: link.id.to.clone(),
            points: points.iter().map(|(x, y)| Point::new(*x, *y)).collect(),
            net: self.layout.routes.len(),
            clear: true,
        };
        self.layout.routes.push(route);
        self.apply(Edit::Link(Change::birth(link.id.clone(), Arc::new(link))));
        self
    }

    pub(super) fn apply(&mut self, edit: Edit) {
        self.document.apply(&Transaction::from_distinct(vec![edit])).unwrap();
    }
}

/// A request link with a protocol.
pub(super) fn speaks(from: &str, to: &str, protocol: &str) -> Link {
    Link { protocol: Some(crate::model::Protocol::new(protocol)), ..Link::new(link_id(from, to)) }
}
