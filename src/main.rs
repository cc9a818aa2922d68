//! The command `presend`.

fn main() -> std::process::ExitCode {
    presend::shell::cli::main()
}
