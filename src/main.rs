//! The program: everything is in the library, see `topoboard::cli`.

use std::process::ExitCode;

fn main() -> ExitCode {
    topoboard::cli::main()
}
