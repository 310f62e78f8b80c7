//! The stage that removes the tag from the name of the new key.

use super::work::Work;
use crate::Error;
use crate::types::{ApiKeyRole, CreateKeyRequest, EditKeyRequest, ErrorResponse};

impl Work {
    /// Renames the new key to the requested name. If that fails, the name still begins with its tag.
    pub(super) async fn confirm(&mut self, request: &CreateKeyRequest) {
        let Some(id) = self.new.as_ref().filter(|new| new.is_tagged).map(|new| new.id) else { return };
        if self.options.keeps_tag {
            return;
        }
        let Ok(role) = self.role(id, request).await else { return };
        let edit = EditKeyRequest::new(request.name.as_str()).restricted_to_role_id(role);
        let renamed = self.persist(|client| {
            let edit = edit.clone();
            async move { client.edit_key(id, edit).await }
        });
        if renamed.await.is_ok()
            && let Some(new) = &mut self.new
        {
            new.is_tagged = false;
        }
    }

    /// Returns the role of the new key. Renaming it without a role might change it, and so might a wrong guess.
    async fn role(
        &mut self,
        id: i64,
        request: &CreateKeyRequest,
    ) -> Result<ApiKeyRole, Error<ErrorResponse>> {
        if let Some(role) = request.restricted_to_role_id {
            return Ok(role);
        }
        let key = self.persist(move |client| async move { client.get_key(id).await }).await?;
        Ok(key.restricted_to_role_id.unwrap_or(ApiKeyRole::Unrestricted))
    }
}
