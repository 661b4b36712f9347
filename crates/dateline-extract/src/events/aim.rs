//! Whom a protest is aimed at, where the report says only what is asked for: "marched to demand reforms by the government".

use super::Ground;
use crate::cast::{Cast, Things};
use dateline_types::{EntityKind, Participant};

impl Ground<'_> {
    /// The state or body named in what an act is for: in a clause of purpose or manner below it, or in the complement of
    /// its topic. Nobody of `taken`.
    pub(super) fn aimed_at(&self, cast: &mut Cast, token: u32, taken: &[Participant]) -> Vec<Participant> {
        let tree = self.tree;
        let tops = std::iter::once(token).chain(crate::stance::governor(tree, token));
        for top in tops.collect::<Vec<_>>() {
            let clauses: Vec<u32> = tree
                .children(top)
                .iter()
                .copied()
                .filter(|&c| {
                    let t = tree.token(c);
                    let clause = t.is("advcl") || t.is("acl") || t.is("xcomp");
                    c > token && clause && tree.is_verbal(c) && tree.is_nonfinite(c)
                })
                .collect();
            for clause in clauses {
                let range = tree.subtree(clause);
                let head = cast
                    .mentions
                    .iter()
                    .filter(|m| {
                        range.contains(&m.head) && !m.locative && self.may_be_aimed_at(cast, m.entity)
                    })
                    .min_by_key(|m| m.head)
                    .map(|m| m.head);
                let Some(head) = head else { continue };
                let text = &self.report.text;
                let mut all = cast.participants(tree, text, head, "named in what is asked for", Things::None);
                all.retain(|p| !taken.iter().any(|q| q.entity == p.entity));
                if !all.is_empty() {
                    return all;
                }
            }
        }
        Vec::new()
    }

    /// Whether demands are made of an entity: a state, its bodies and forces, an employer, an organisation.
    fn may_be_aimed_at(&self, cast: &Cast, entity: usize) -> bool {
        let e = &cast.entities[entity];
        let powerful = matches!(e.sector.as_deref(), Some("GOV" | "MIL" | "COP" | "LEG" | "JUD" | "BUS"));
        powerful || matches!(e.kind, EntityKind::Country | EntityKind::Organisation)
    }
}
