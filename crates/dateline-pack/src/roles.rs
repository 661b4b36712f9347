//! Role nouns: what people, groups and bodies are called by what they are or do.

use crate::error::PackFault;
use crate::quick::QuickMap;
use crate::table::rows;

/// What a role noun names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RoleKind {
    /// One person in the singular ("ministre").
    Person,
    /// A person told before, without saying what he is ("dirigeant", "hôte").
    Epithet,
    /// People or a force together ("armée", "manifestants").
    Group,
    /// A body ("ministère", "tribunal").
    Body,
    /// The executive as a whole ("gouvernement", "autorités").
    Government,
}

impl RoleKind {
    fn parse(name: &str) -> Option<RoleKind> {
        Some(match name {
            "person" => RoleKind::Person,
            "epithet" => RoleKind::Epithet,
            "group" => RoleKind::Group,
            "body" => RoleKind::Body,
            "government" => RoleKind::Government,
            _ => return None,
        })
    }
}

/// One role noun with all its forms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// First singular form, else first plural form.
    pub lemma: String,
    /// PLOVER sector; empty when the noun tells none.
    pub sector: String,
    /// CAMEO role behind a country ("GOV"); empty when none.
    pub cameo: String,
    /// What it names.
    pub kind: RoleKind,
    /// Kinds of office it stands for, each with the country it is limited to, if any ("head_of_state", "foreign_minister@USA").
    pub posts: Vec<(String, Option<String>)>,
    /// The country the noun means even when nothing beside it names one ("chef du Pentagone", `defence_minister@USA!`).
    pub implies: Option<String>,
    /// Kinds of office whose holder, told before, the bare noun means: "le ministre" (`foreign_minister?`).
    pub recalls: Vec<String>,
    /// Whether country and sector come from the complement ("porte-parole de l'armée").
    pub inherits: bool,
    /// 1-based line in the table.
    pub line: usize,
}

impl Role {
    /// The posts it stands for in a country (or body).
    pub fn posts_in<'a>(&'a self, country: &'a str) -> impl Iterator<Item = &'a str> {
        // A post limited to the country wins over the general ones.
        let limited = self.posts.iter().any(|(_, c)| c.as_deref() == Some(country));
        self.posts.iter().filter_map(move |(post, only)| match only {
            Some(only) => (only == country).then_some(post.as_str()),
            None => (!limited).then_some(post.as_str()),
        })
    }
}

/// One form of a role noun, found by its first piece.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleForm {
    /// Index of the role.
    pub role: usize,
    /// All pieces (see [`pieces`]), the first one included.
    pub pieces: Vec<String>,
    /// Whether the form is a plural; `None` when singular and plural look alike.
    pub plural: Option<bool>,
    /// `m` or `f` where the form tells.
    pub gender: Option<char>,
}

/// All role nouns of a pack.
#[derive(Clone, Debug, Default)]
pub struct Roles {
    /// The roles in the order of the table.
    pub all: Vec<Role>,
    forms: QuickMap<Vec<RoleForm>>,
}

/// A word or expression cut at blanks, hyphens and apostrophes, in lower case: how forms and tokens are compared.
#[must_use]
pub fn pieces(text: &str) -> Vec<String> {
    text.split(|c: char| c.is_whitespace() || matches!(c, '-' | '\'' | '’' | '‑' | '‐'))
        .filter(|p| !p.is_empty())
        .map(str::to_lowercase)
        .collect()
}

impl Roles {
    /// Reads `roles.tsv`: `singular` (masculine|feminine), `plural`, `sector`, `cameo`, `kind`, `post`, `inherits`, `note`.
    pub(crate) fn parse(file: &str, text: &str, faults: &mut Vec<PackFault>) -> Roles {
        let mut roles = Roles::default();
        let mut raw: Vec<(usize, Vec<String>, bool, Option<char>)> = Vec::new();
        let mut found = Vec::new();
        rows(file, text, &["singular", "plural", "sector", "kind"], faults, |row| {
            let Some(kind) = RoleKind::parse(row.get("kind")) else {
                found.push(PackFault::new(
                    file,
                    row.line,
                    format!("`{}` is no kind of role", row.get("kind")),
                    "write person, epithet, group, body or government",
                ));
                return;
            };
            let list = |column: &str| -> Vec<String> {
                row.get(column)
                    .split('|')
                    .map(str::trim)
                    .filter(|f| !f.is_empty())
                    .map(str::to_owned)
                    .collect()
            };
            let (singular, plural) = (list("singular"), list("plural"));
            let Some(lemma) = singular.first().or(plural.first()).cloned() else {
                found.push(PackFault::new(file, row.line, "no form", "fill singular or plural"));
                return;
            };
            let index = roles.all.len();
            for (forms, many) in [(&singular, false), (&plural, true)] {
                for (i, form) in forms.iter().enumerate() {
                    let gender = (kind == RoleKind::Person && forms.len() == 2).then(|| ['m', 'f'][i]);
                    raw.push((index, pieces(form), many, gender));
                }
            }
            let cells = list("post");
            let recalls = cells.iter().filter_map(|p| p.strip_suffix('?').map(str::to_owned)).collect();
            let posts = cells
                .iter()
                .filter(|p| !p.ends_with('?'))
                .map(|p| match p.split_once('@') {
                    Some((post, country)) => {
                        (post.to_owned(), Some(country.trim_end_matches('!').to_owned()))
                    }
                    None => (p.clone(), None),
                })
                .collect();
            let implies =
                cells.iter().find_map(|p| p.split_once('@')?.1.strip_suffix('!').map(str::to_owned));
            roles.all.push(Role {
                lemma,
                sector: row.get("sector").to_owned(),
                cameo: row.get("cameo").to_owned(),
                kind,
                posts,
                implies,
                recalls,
                inherits: row.get("inherits") == "yes",
                line: row.line,
            });
        });
        faults.extend(found);
        for (role, pieces, many, gender) in raw {
            let Some(first) = pieces.first().cloned() else { continue };
            let at = roles.forms.entry(first).or_default();
            match at.iter_mut().find(|f| f.pieces == pieces) {
                Some(same) if same.role == role => {
                    if same.plural != Some(many) {
                        same.plural = None;
                    }
                    if same.gender != gender {
                        same.gender = None;
                    }
                }
                Some(same) => {
                    let (this, other) = (&roles.all[role], &roles.all[same.role]);
                    faults.push(PackFault::new(
                        file,
                        this.line,
                        format!("`{}` is a form of line {} already", pieces.join(" "), other.line),
                        "keep one of the two",
                    ));
                }
                None => at.push(RoleForm { role, pieces, plural: Some(many), gender }),
            }
        }
        roles.forms.values_mut().for_each(|forms| {
            forms.sort_by_key(|f| std::cmp::Reverse(f.pieces.len()));
        });
        roles
    }

    /// The forms that begin with a piece, longest first.
    #[must_use]
    pub fn beginning_with(&self, piece: &str) -> &[RoleForm] {
        self.forms.get(piece).map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_found_by_their_first_piece() {
        let text = "singular\tplural\tsector\tcameo\tkind\tpost\tinherits\tnote\n\
                    secrétaire d'État\tsecrétaires d'État\tGOV\tGOV\tperson\tforeign_minister@USA\t\t\n\
                    chef du Pentagone\tchefs du Pentagone\tGOV\tGOV\tperson\tdefence_minister@USA!\t\t\n\
                    porte-parole\tporte-parole\tGOV\tGOV\tperson\t\tyes\t\n\
                    soldat|soldate\tsoldats|soldates\tMIL\tMIL\tperson\t\t\t\n";
        let mut faults = Vec::new();
        let roles = Roles::parse("roles.tsv", text, &mut faults);
        assert!(faults.is_empty(), "{faults:?}");
        assert_eq!(roles.all[0].posts_in("USA").collect::<Vec<_>>(), ["foreign_minister"]);
        assert_eq!(roles.all[0].posts_in("FRA").count(), 0);
        assert_eq!((roles.all[0].implies.as_deref(), roles.all[1].implies.as_deref()), (None, Some("USA")));
        assert_eq!(roles.beginning_with("porte")[0].plural, None);
        assert_eq!(roles.beginning_with("soldates")[0].gender, Some('f'));
        assert_eq!(roles.beginning_with("secrétaires")[0].pieces, ["secrétaires", "d", "état"]);
    }

    #[test]
    fn a_form_of_two_roles_is_a_fault_with_both_lines() {
        let text =
            "singular\tplural\tsector\tkind\nroi\trois\tGOV\tperson\nroi\t\tGOV\tking\nroi\t\tGOV\tperson\n";
        let mut faults = Vec::new();
        Roles::parse("roles.tsv", text, &mut faults);
        let said: Vec<String> = faults.iter().map(ToString::to_string).collect();
        assert!(
            said.iter().any(|s| s.starts_with("roles.tsv:3"))
                && said.iter().any(|s| s.starts_with("roles.tsv:4"))
        );
    }
}
