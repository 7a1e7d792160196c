//! Which file imports which, read off the sources of one room.
//!
//! The graph has an edge from a file to every other file of its room that it names, in a `use` or in a path:
//! `crate::room::file::Name`, `super::file::Name`, `self::file::Name` and, in a `mod.rs`, `file::Name`. A name
//! that a `mod.rs` has from another file (`pub use file::Name`, `use file::Name`) counts as an import of the file
//! that defines it, and a re-export itself as none; a name that a `mod.rs` defines counts as an import of the
//! `mod.rs`. Comments, strings and unit tests are not read. Not seen: methods that a file adds to a type of another (a second `impl`
//! needs no import where it is called), and what macros write.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// A path of names, `["crate", "flow", "cube", "Cube"]`.
type Names = Vec<String>;

/// The files of a room by module path, and what each imports.
pub(crate) struct ImportGraph {
    edges: BTreeMap<Names, BTreeSet<Names>>,
}

struct Module {
    code: String,
    children: BTreeSet<String>,
    /// Where the names come from that it imports or re-exports.
    imported: BTreeMap<String, Names>,
}

impl ImportGraph {
    /// The graph of a room from its files, each with its path within `src`.
    pub(crate) fn of(files: &[(&Path, String)]) -> Self {
        let modules: BTreeMap<Names, Module> = files
            .iter()
            .map(|(path, text)| {
                let module = module_path(path);
                (module.clone(), Module::of(&module, text))
            })
            .collect();
        let edges = modules.iter().map(|(own, module)| {
            let named = module.named(own).into_iter();
            let found = named.filter_map(|path| file_of(&path, &modules));
            (own.clone(), found.filter(|other| other != own).collect())
        });
        Self {
            edges: edges.collect(),
        }
    }

    /// Reads all files of a room.
    pub(crate) fn read(source: &Path, files: &[std::path::PathBuf]) -> Self {
        let files: Vec<(&Path, String)> = files
            .iter()
            .map(|file| {
                let text = fs::read_to_string(file).unwrap();
                (file.strip_prefix(source).unwrap(), text)
            })
            .collect();
        Self::of(&files)
    }

    /// Files that import each other in a circle, each circle once: all files that lead to each other.
    pub(crate) fn circles(&self) -> Vec<Vec<String>> {
        let reached: BTreeMap<&Names, BTreeSet<&Names>> = self
            .edges
            .keys()
            .map(|own| (own, self.reached(own)))
            .collect();
        let mut circles = BTreeSet::new();
        for (own, others) in &reached {
            let back = others.iter().filter(|other| reached[**other].contains(own));
            let circle: BTreeSet<String> = back.map(|names| names[1..].join("::")).collect();
            if !circle.is_empty() {
                circles.insert(circle.into_iter().collect());
            }
        }
        circles.into_iter().collect()
    }

    /// Every file that a file leads to, itself only through others.
    fn reached(&self, own: &Names) -> BTreeSet<&Names> {
        let mut reached = BTreeSet::new();
        let mut open: Vec<&Names> = self.edges[own].iter().collect();
        while let Some(next) = open.pop() {
            if reached.insert(next) {
                open.extend(&self.edges[next]);
            }
        }
        reached
    }
}

impl Module {
    fn of(own: &Names, text: &str) -> Self {
        let code = without_comments(text);
        let mut module = Self {
            children: children(&code),
            imported: BTreeMap::new(),
            code: String::new(),
        };
        for piece in code.split_inclusive(';') {
            for path in use_tree(piece).iter().flat_map(|tree| expanded(tree)) {
                let path = module.absolute(own, &path);
                if let Some(name) = path.last() {
                    module.imported.insert(name.clone(), path.clone());
                }
            }
            if !is_re_export(piece) {
                module.code.push_str(piece);
            }
        }
        module
    }

    /// All paths that it names, from the crate on.
    fn named(&self, own: &Names) -> Vec<Names> {
        let mut named = Vec::new();
        let mut rest = String::new();
        for piece in self.code.split_inclusive(';') {
            match use_tree(piece) {
                Some(tree) => named.extend(expanded(&tree)),
                None => rest.push_str(piece),
            }
        }
        named.extend(paths_in(&rest));
        named
            .iter()
            .map(|path| self.absolute(own, path))
            .filter(|path| path.first().is_some_and(|first| first == "crate"))
            .collect()
    }

    /// A path from the crate on; that of another crate stays as it is.
    fn absolute(&self, own: &Names, path: &[String]) -> Names {
        let mut base: Names = own.clone();
        let mut rest = path;
        match path.first().map(String::as_str) {
            Some("self") => rest = &path[1..],
            Some("super") => {
                while rest.first().is_some_and(|name| name == "super") {
                    base.pop();
                    rest = &rest[1..];
                }
            }
            Some(child) if self.children.contains(child) => {}
            _ => return path.to_vec(),
        }
        base.into_iter().chain(rest.iter().cloned()).collect()
    }
}

/// The module that a path leads to: the file that defines its name, through the imports of a `mod.rs`.
fn file_of(path: &Names, modules: &BTreeMap<Names, Module>) -> Option<Names> {
    let mut path = path.clone();
    for _ in 0..10 {
        let depth = (1..=path.len())
            .rev()
            .find(|depth| modules.contains_key(&path[..*depth]))?;
        let module = &modules[&path[..depth]];
        let imported = path.get(depth).and_then(|name| module.imported.get(name));
        match imported {
            Some(definition) if *definition != path => path.clone_from(definition),
            _ => return Some(path[..depth].to_vec()),
        }
    }
    None
}

/// `flow/saved/mod.rs` is `crate::flow::saved`.
fn module_path(file: &Path) -> Names {
    let names = file.with_extension("");
    let names = names
        .components()
        .map(|part| part.as_os_str().to_string_lossy().into_owned());
    let names = names.filter(|name| name != "mod");
    std::iter::once("crate".to_owned()).chain(names).collect()
}

/// The code without comments, strings and what follows the unit tests.
pub(crate) fn without_comments(text: &str) -> String {
    // Other attributes may stand before the module, and `mod tests;` before more code.
    let code = text.split("\nmod tests {").next().unwrap_or_default();
    let lines = code.lines().map(|line| {
        let line = line.split("//").next().unwrap_or_default();
        // Every second piece between quotes is a string that begins and ends on the line.
        line.split('"').step_by(2).collect::<Vec<_>>().join("\"\"")
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The modules that are declared in a file.
fn children(code: &str) -> BTreeSet<String> {
    let lines = code.lines().map(str::trim);
    let declared = lines.filter_map(|line| {
        let (before, name) = line.strip_suffix(';')?.rsplit_once("mod ")?;
        (before.is_empty() || before.starts_with("pub")).then(|| name.to_owned())
    });
    declared.collect()
}

/// The tree of a piece of code that ends with a `use`.
fn use_tree(piece: &str) -> Option<String> {
    let start = piece.rfind("use ")?;
    let line = piece[..start].rsplit('\n').next()?;
    let is_statement = line.trim().is_empty() || line.trim().starts_with("pub");
    let tree = piece[start + 4..].trim_end_matches(';');
    is_statement.then(|| tree.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn is_re_export(piece: &str) -> bool {
    let is_public = |start: usize| {
        let line = piece[..start].rsplit('\n').next().unwrap_or_default();
        line.trim().starts_with("pub")
    };
    use_tree(piece).is_some() && piece.rfind("use ").is_some_and(is_public)
}

/// Every path of a tree: `a::{b, c::D as E}` is `a::b` and `a::c::D`.
fn expanded(tree: &str) -> Vec<Names> {
    let tree = tree.trim();
    let Some((before, group)) = tree.split_once('{') else {
        let path = tree.split(" as ").next().unwrap_or_default();
        let names = path.split("::").map(|name| name.trim().to_owned());
        let names: Names = names.filter(|name| !name.is_empty()).collect();
        return vec![names];
    };
    let before: Names = expanded(before).concat();
    let group = group.trim_end().trim_end_matches('}');
    let branches = branches(group).into_iter().flat_map(expanded);
    let branches = branches.filter(|branch| !branch.is_empty());
    branches
        .map(|branch| {
            let own = branch.iter().filter(|name| *name != "self").cloned();
            before.iter().cloned().chain(own).collect()
        })
        .collect()
}

/// The parts between the commas that are in no braces.
fn branches(group: &str) -> Vec<&str> {
    let (mut depth, mut start, mut found) = (0, 0, Vec::new());
    for (at, letter) in group.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                found.push(&group[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    found.push(&group[start..]);
    found
}

/// The paths `a::b` in code that is no `use`.
fn paths_in(code: &str) -> Vec<Names> {
    let is_of_path = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == ':';
    // How far a name is visible, `pub(in crate::room)`, is no import.
    let mut pieces = code.split("pub(in ");
    let first = pieces.next().unwrap_or_default();
    let rest = pieces.map(|piece| piece.split_once(')').map_or(piece, |(_, rest)| rest));
    let code: String = std::iter::once(first).chain(rest).collect();
    let words = code.split(|letter| !is_of_path(letter));
    let paths = words.filter(|word| word.contains("::") && !word.starts_with(':'));
    paths.flat_map(expanded).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn circles(files: &[(&str, &str)]) -> Vec<Vec<String>> {
        let files: Vec<(&Path, String)> = files
            .iter()
            .map(|(path, text)| (Path::new(*path), (*text).to_owned()))
            .collect();
        ImportGraph::of(&files).circles()
    }

    #[test]
    fn two_files_that_import_each_other_are_a_circle() {
        let room = [
            (
                "room/mod.rs",
                "mod a;\nmod b;\npub use a::A;\npub use b::B;",
            ),
            ("room/a.rs", "use super::B;\nstruct A;"),
            (
                "room/b.rs",
                "use std::fmt;\nuse crate::room::a::{self, A};\nstruct B;",
            ),
        ];
        assert_eq!(circles(&room), [["room::a", "room::b"]]);
    }

    #[test]
    fn a_re_export_is_no_import_of_what_it_exports() {
        let room = [
            (
                "room/mod.rs",
                "mod a;\nmod b;\npub use a::A;\npub use b::B;",
            ),
            ("room/a.rs", "struct A;"),
            ("room/b.rs", "use super::A;\nstruct B;"),
        ];
        assert!(circles(&room).is_empty());
    }

    #[test]
    fn a_name_that_mod_defines_is_imported_from_mod() {
        let room = [
            (
                "room/mod.rs",
                "mod a;\npub struct Facts;\nfn all() { a::table() }",
            ),
            ("room/a.rs", "fn table(facts: super::Facts) {}"),
        ];
        assert_eq!(circles(&room), [["room", "room::a"]]);
    }

    #[test]
    fn comments_strings_and_unit_tests_import_nothing() {
        let room = [
            ("room/mod.rs", "mod a;\nmod b;"),
            (
                "room/a.rs",
                "// use super::b::B;\nlet x = \"super::b::B\";\n#[cfg(test)]\nmod tests { use super::b::B; }",
            ),
            (
                "room/b.rs",
                "use super::a::A;\n#[cfg(test)]\n#[expect(unused)]\nmod tests { use super::*; }",
            ),
        ];
        assert!(circles(&room).is_empty());
    }
}
