# Recipes; continuous integration runs the same ones. `just` lists them.

# Codes an example report; fetches the French model first when it is missing.
example:
    cargo run --release -- code --pull examples/fr/sahel-attaque.txt

# Everything that must pass: models, tests, accuracy table.
test:
    bash scripts/test.sh

# Formatting, lints, crate graph, documentation, licences.
lint:
    cargo fmt --all --check
    cargo clippy --workspace --all-targets --locked -- -D warnings
    cargo xtask tidy
    RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps --locked
    cargo deny check licenses bans sources

# Shows what one stage makes of a report: just stage times examples/fr/sahel-attaque.txt
stage NAME FILE:
    cargo run --release -- explain --stage {{NAME}} {{FILE}}

# Checks the language packs, with all their test sentences.
packs:
    cargo run --release -- pack check

# Builds the documents as a book and runs their commands.
docs:
    bash scripts/test-docs.sh

# Fuzzes every entrance for so many seconds; needs cargo-fuzz and a nightly toolchain.
fuzz SECONDS:
    bash fuzz/run.sh {{SECONDS}}
