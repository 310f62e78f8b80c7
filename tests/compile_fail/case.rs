//! Compiles a file of `cases`: with `--cfg case`, and its path in the environment variable `CASE`.

#[cfg(case)]
include!(env!("CASE"));
