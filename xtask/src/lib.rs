//! The maintainers' commands. Each module imports only from modules further to the right:
//!
//! `commands` → `codegen` | `diff` → `check` → `model` → `yaml` → `diagnostics` → `text`, `naming`, `spec`, `spelling`,
//! `workspace`.

pub mod check;
pub mod codegen;
pub mod commands;
pub mod diagnostics;
pub mod diff;
pub mod model;
mod naming;
pub mod spec;
pub mod spelling;
pub mod text;
pub mod workspace;
pub mod yaml;
