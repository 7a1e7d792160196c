//! What is compiled in: no HTTP, no TLS, nothing that could call home.

use std::process::Command;

use crate::program::repository;

/// Crates that fetch or serve over a network. `tokio`, which polars-core uses as a thread pool, is
/// not among them; that nothing of it can open a connection is checked on the program itself.
const NETWORKING: [&str; 18] = [
    "attohttpc",
    "curl",
    "h2",
    "hyper",
    "hyper-util",
    "isahc",
    "native-tls",
    "object_store",
    "openssl",
    "openssl-sys",
    "quinn",
    "reqwest",
    "ring",
    "rustls",
    "surf",
    "tokio-rustls",
    "tungstenite",
    "ureq",
];

#[test]
fn no_networking_crate_is_compiled_in() {
    let tree = Command::new(env!("CARGO"))
        .args([
            "tree",
            "--locked",
            "--offline",
            "--prefix",
            "none",
            "--edges",
            "normal,build",
        ])
        .current_dir(repository())
        .output()
        .expect("cargo runs");
    assert!(
        tree.status.success(),
        "{}",
        String::from_utf8_lossy(&tree.stderr)
    );
    let tree = String::from_utf8(tree.stdout).expect("names are text");
    let crates: Vec<&str> = tree
        .lines()
        .filter_map(|line| line.split(' ').next())
        .collect();
    assert!(
        crates.contains(&"polars-core"),
        "the tree was not read: {tree}"
    );
    let found: Vec<_> = NETWORKING
        .iter()
        .filter(|name| crates.contains(name))
        .collect();
    assert!(found.is_empty(), "{found:?}");
}

/// A program that connects or resolves names must import the system's calls for it.
#[cfg(target_os = "linux")]
#[cfg_attr(
    debug_assertions,
    ignore = "only an optimised program is rid of what it never calls"
)]
#[test]
fn the_program_imports_no_call_that_opens_a_connection() {
    let program = std::fs::read(env!("CARGO_BIN_EXE_vardkraft")).expect("the program is there");
    let imports = |call: &str| {
        let name = [b"\0", call.as_bytes(), b"\0"].concat();
        program.windows(name.len()).any(|window| window == name)
    };
    assert!(imports("write"), "the import table was not found");
    let found: Vec<_> = ["socket", "connect", "getaddrinfo", "listen"]
        .into_iter()
        .filter(|call| imports(call))
        .collect();
    assert!(found.is_empty(), "{found:?}");
}
