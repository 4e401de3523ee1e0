# Drops, results, backups: nobody outside, every version kept for a while.

locals {
  buckets = {
    drop    = { kept_days = 90, old_versions_days = 30, retention_days = 0 }
    results = { kept_days = 365, old_versions_days = 30, retention_days = 0 }
    backups = { kept_days = null, old_versions_days = 30, retention_days = var.backup_retention_days }
  }
}

resource "google_storage_bucket" "this" {
  for_each                    = local.buckets
  project                     = var.project
  name                        = "${var.project}-${var.name}-${each.key}"
  location                    = var.region
  labels                      = local.labels
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"

  # With a retention policy the policy itself keeps what is there; versions would be refused beside it.
  versioning {
    enabled = each.value.retention_days == 0
  }
  soft_delete_policy {
    retention_duration_seconds = 604800
  }

  dynamic "lifecycle_rule" {
    for_each = each.value.kept_days == null ? [] : [each.value.kept_days]
    content {
      action {
        type = "Delete"
      }
      condition {
        age = lifecycle_rule.value
      }
    }
  }
  lifecycle_rule {
    action {
      type = "Delete"
    }
    condition {
      days_since_noncurrent_time = each.value.old_versions_days
    }
  }
  lifecycle_rule {
    action {
      type = "AbortIncompleteMultipartUpload"
    }
    condition {
      age = 7
    }
  }

  dynamic "retention_policy" {
    for_each = each.value.retention_days == 0 ? [] : [each.value.retention_days]
    content {
      retention_period = retention_policy.value * 86400
    }
  }
  dynamic "encryption" {
    for_each = var.kms_key == null ? [] : [var.kms_key]
    content {
      default_kms_key_name = encryption.value
    }
  }
  depends_on = [google_project_service.this, google_kms_crypto_key_iam_member.agents]
}

resource "google_storage_bucket_iam_member" "drop" {
  for_each = lookup(local.grants, "buckets.drop", {})
  bucket   = google_storage_bucket.this["drop"].name
  role     = each.value.role
  member   = module.function[each.value.function].member
}

resource "google_storage_bucket_iam_member" "results" {
  for_each = lookup(local.grants, "buckets.results", {})
  bucket   = google_storage_bucket.this["results"].name
  role     = each.value.role
  member   = module.function[each.value.function].member
}

resource "google_storage_bucket_iam_member" "backups" {
  for_each = lookup(local.grants, "buckets.backups", {})
  bucket   = google_storage_bucket.this["backups"].name
  role     = each.value.role
  member   = module.function[each.value.function].member
}
