//! Pairs of schemas that remain to be compared.

use super::usage::Usage;
use crate::yaml::Node;

/// Pairs of schemas, old and new, each with its usage.
pub(super) type Pending<'a> = Vec<(Usage, Node<'a>, Node<'a>)>;
