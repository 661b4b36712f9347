//! Acts a sentence names only as the setting of another act ("during a summit", "after the shooting") or as what another
//! act's words are about ("rejected a proposal to sign a treaty"): they are no news of their own.

use super::Ground;
use crate::acts::{Act, Sides};
use dateline_pack::Pos;

impl Ground<'_> {
    /// Whether an act is no more than the setting or the content of another act of the sentence.
    ///
    /// `full` says whether everybody whom an act of its kind takes is named: such an act tells enough to stand.
    pub(super) fn is_context(&self, acts: &[Act], i: usize, full: bool) -> bool {
        let act = &acts[i];
        let noun = self.entry(act).pos == Pos::Noun;
        (noun && !full && self.is_setting(acts, i)) || self.is_content(acts, i)
    }

    /// Whether a noun of action only qualifies or dates another act: it hangs below that act as complement of a noun or
    /// adverbial, not as its subject or object.
    fn is_setting(&self, acts: &[Act], i: usize) -> bool {
        let tree = self.tree;
        let own = &acts[i].found;
        let mut at = own.token;
        for _ in 0..5 {
            let token = tree.token(at);
            let Some(head) = tree.head(at) else { return false };
            let adverbial = token.is("nmod") || token.is("obl") || token.is("compound");
            // "killed in an attack": a carrying verb tells the act itself.
            let carries = tree.is_verbal(head) && self.pack.manifest.light.contains(&tree.lemma(head));
            if !adverbial || carries {
                return false;
            }
            if acts.iter().any(|o| o.found.token != own.token && o.found.words.contains(&head)) {
                return true;
            }
            if tree.is_verbal(head) {
                return false;
            }
            at = head;
        }
        false
    }

    /// Whether an act is what the noun of another act's expression is about, and has not been done: an infinitive or gerund
    /// below "proposal", "appeal", "offer".
    fn is_content(&self, acts: &[Act], i: usize) -> bool {
        let tree = self.tree;
        let own = &acts[i].found;
        let mut undone = false;
        let mut at = own.token;
        for _ in 0..6 {
            let Some(head) = tree.head(at) else { return false };
            if tree.is_verbal(at) {
                let wish = tree.is_nonfinite(at)
                    && tree.token(at).feat("VerbForm") != Some("Part")
                    && (tree.token(at).is("acl") || tree.token(at).is("nmod") || tree.token(at).is("advcl"));
                let below = tree.is_nonfinite(at);
                let follows = below && (undone || tree.token(at).is("xcomp"));
                if !wish && !follows {
                    return false;
                }
                undone |= wish;
            }
            let other = acts.iter().find(|o| o.found.token != own.token && o.found.words.contains(&head));
            if let Some(other) = other {
                // The noun of the expression, not the verb that heads it: "rejected" governs purposes of its own.
                return undone && !tree.is_verbal(head) && other.found.token != head;
            }
            at = head;
        }
        false
    }
}

/// Whether everybody is named whom an act takes: both sides, or for acts that stand alone whoever acts.
pub(super) fn is_full(sides: &Sides, alone: bool) -> bool {
    !sides.actors.is_empty() && (alone || !sides.recipients.is_empty())
}
