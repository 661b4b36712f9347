//! What spaCy does with a finished parse: subtree edges, sentence starts, lifting of decorated arcs.

/// Heads and labels of one text's tokens.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tree {
    /// Head by token; a root is its own head.
    pub(crate) heads: Vec<u32>,
    /// Label number by token.
    pub(crate) labels: Vec<u16>,
    /// Whether a sentence starts at the token.
    pub(crate) starts: Vec<bool>,
}

/// Leftmost and rightmost token of every subtree, and scratch.
#[derive(Default)]
pub(crate) struct Memory {
    left: Vec<u32>,
    right: Vec<u32>,
    queue: Vec<u32>,
    next: Vec<u32>,
}

/// Rounds of adjusting edges before giving up, as spaCy has it.
const ROUNDS: usize = 12;

/// Computes subtree edges and from them the sentence starts.
pub(crate) fn edges(tree: &mut Tree, memory: &mut Memory) {
    let n = tree.heads.len();
    let Memory { left, right, .. } = memory;
    left.clear();
    left.extend(0..n as u32);
    right.clear();
    right.extend(0..n as u32);
    for _ in 0..ROUNDS {
        let mut adjust = |i: usize| {
            let h = tree.heads[i] as usize;
            left[h] = left[h].min(left[i]);
            right[h] = right[h].max(right[i]);
        };
        (0..n).for_each(&mut adjust);
        (0..n).rev().for_each(&mut adjust);
        tree.starts.clear();
        tree.starts.resize(n, false);
        for (i, &edge) in left.iter().enumerate() {
            if tree.heads[i] as usize == i {
                tree.starts[edge as usize] = true;
            }
        }
        if heads_stay_inside(tree) {
            break;
        }
    }
}

fn heads_stay_inside(tree: &Tree) -> bool {
    let n = tree.heads.len();
    let mut current = 0;
    for i in 0..n {
        if (i > 0 && tree.starts[i]) || i == n - 1 {
            let inside = current as u32..=i as u32;
            if tree.heads[current..i].iter().any(|h| !inside.contains(h)) {
                return false;
            }
            current = i;
        }
    }
    true
}

/// Reattaches tokens whose label is decorated: breadth-first below the token's head, the first token with the
/// head label becomes the head. Children are looked for within the edges computed before, as spaCy does.
pub(crate) fn deprojectivise<'a>(
    tree: &mut Tree,
    memory: &mut Memory,
    decorated: impl Fn(u16) -> Option<&'a (u16, String)>,
    label_is: impl Fn(u16, &str) -> bool,
    is_space: impl Fn(usize) -> bool,
) {
    let Memory { left, right, queue, next } = memory;
    for token in 0..tree.heads.len() {
        let Some((label, head_label)) = decorated(tree.labels[token]) else { continue };
        let old = tree.heads[token];
        queue.clear();
        queue.push(old);
        let mut found = None;
        // A tree cannot hold more levels than tokens; the bound also ends a search in a cycle.
        'search: for _ in 0..tree.heads.len() {
            next.clear();
            for &head in queue.iter() {
                for child in left[head as usize]..=right[head as usize] {
                    let c = child as usize;
                    if child == head || tree.heads[c] != head || c == token || is_space(c) {
                        continue;
                    }
                    if label_is(tree.labels[c], head_label) {
                        found = Some(child);
                        break 'search;
                    }
                    next.push(child);
                }
            }
            if next.is_empty() {
                break;
            }
            std::mem::swap(queue, next);
        }
        tree.heads[token] = found.unwrap_or(old);
        tree.labels[token] = *label;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(heads: &[u32], labels: &[u16]) -> Tree {
        Tree { heads: heads.to_vec(), labels: labels.to_vec(), starts: Vec::new() }
    }

    #[test]
    fn a_sentence_starts_at_the_left_edge_of_each_root() {
        let mut t = tree(&[1, 1, 1, 4, 4], &[0; 5]);
        edges(&mut t, &mut Memory::default());
        assert_eq!(t.starts, [true, false, false, true, false]);
        let mut crossing = tree(&[0, 3, 0, 3], &[0; 4]);
        edges(&mut crossing, &mut Memory::default());
        assert_eq!(crossing.starts, [true, true, false, false]);
    }

    #[test]
    fn a_decorated_arc_is_lifted_to_the_first_match() {
        // 0 is the root; 1 (label 5) and 3 (decorated 7 = 2||5) hang on it.
        let mut t = tree(&[0, 0, 1, 0], &[0, 5, 5, 7]);
        let mut memory = Memory::default();
        edges(&mut t, &mut memory);
        let lift = (2, "five".to_owned());
        deprojectivise(
            &mut t,
            &mut memory,
            |l| (l == 7).then_some(&lift),
            |l, s| l == 5 && s == "five",
            |i| i == 1,
        );
        assert_eq!((t.heads[3], t.labels[3]), (0, 2), "white space is passed over, with what hangs on it");
        let mut t = tree(&[0, 0, 1, 0], &[0, 5, 5, 7]);
        deprojectivise(
            &mut t,
            &mut memory,
            |l| (l == 7).then_some(&lift),
            |l, s| l == 5 && s == "five",
            |_| false,
        );
        assert_eq!((t.heads[3], t.labels[3]), (1, 2));
    }
}
