//! The operations of the simulated service, read from requests.

use serde_json::Value;

use crate::recording_server::Recorded;

/// An operation with its arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Operation {
    /// Creates a key for a user.
    Create {
        /// The user.
        user: i64,
        /// The name of the key.
        name: String,
        /// The role of the key; 0 for none.
        role: i64,
    },
    /// Lists the keys of a user.
    List(i64),
    /// Reads a key.
    Get(i64),
    /// Changes the name and the role of a key. Without a role, the key loses its role.
    Edit {
        /// The key.
        id: i64,
        /// The new name.
        name: String,
        /// The new role; 0 for none.
        role: i64,
    },
    /// Activates or revokes a key.
    SetStatus {
        /// The key.
        id: i64,
        /// `false` to revoke the key.
        is_active: bool,
    },
    /// Reads the user of the caller's key.
    Me,
}

impl Operation {
    /// Reads the operation of a request; `None` if the service has no such operation.
    #[must_use]
    pub fn of(request: &Recorded) -> Option<Self> {
        let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
        let name = || body["name"].as_str().map(str::to_owned);
        let role = body["restricted_to_role_id"].as_i64().unwrap_or_default();
        let path: Vec<&str> = request.target.split('/').skip(1).collect();
        Some(match (request.method.as_str(), path.as_slice()) {
            ("POST", ["key", "user", user]) => Self::Create { user: user.parse().ok()?, name: name()?, role },
            ("GET", ["user", "me"]) => Self::Me,
            ("GET", ["key", id]) => Self::Get(id.parse().ok()?),
            ("GET", [query]) => Self::List(query.strip_prefix("key?user_id=")?.parse().ok()?),
            ("PUT", ["key", id]) => Self::Edit { id: id.parse().ok()?, name: name()?, role },
            ("PUT", ["key", id, "status"]) => Self::SetStatus {
                id: id.parse().ok()?,
                is_active: match body["status"].as_str()? {
                    "active" => true,
                    "revoked" => false,
                    _ => return None,
                },
            },
            _ => return None,
        })
    }
}
