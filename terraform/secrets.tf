# The suite's keys. Terraform makes the secrets, npm run keys their versions, so that no key is in the state.

locals {
  secret_sources = toset(flatten([
    for manifest in local.manifests : [
      for setting in values(lookup(manifest, "secrets", {})) : setting.from if setting.from != "mysql.password"
    ]
  ]))
}

resource "google_secret_manager_secret" "this" {
  for_each  = local.secret_sources
  project   = var.project
  secret_id = "${var.name}-${replace(replace(each.key, ".", "-"), "_", "-")}"
  labels    = local.labels
  replication {
    user_managed {
      replicas {
        location = var.region
        dynamic "customer_managed_encryption" {
          for_each = var.kms_key == null ? [] : [var.kms_key]
          content {
            kms_key_name = customer_managed_encryption.value
          }
        }
      }
    }
  }
  depends_on = [google_project_service.this, google_kms_crypto_key_iam_member.agents]
}
