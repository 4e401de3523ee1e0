# BigQuery: the tracking tables, from the same files as those of the local cloud, and the dataset of reports.

locals {
  schemas        = "${path.module}/../shared/schemas/bigquery"
  tracking       = jsondecode(file("${local.schemas}/tables.json"))
  tracking_views = { for file in fileset("${local.schemas}/views", "*.sql") : trimsuffix(file, ".sql") => "${local.schemas}/views/${file}" }
  datasets = {
    dataset = { id = "migration_status", description = "Every application's way through the phases of its migration." }
    reports = { id = "hiring_reports", description = "Backup sets as tables, for the reports that BigQuery counts." }
  }
}

resource "google_bigquery_dataset" "this" {
  for_each    = local.datasets
  project     = var.project
  dataset_id  = each.value.id
  location    = var.region
  description = each.value.description
  labels      = local.labels
  dynamic "default_encryption_configuration" {
    for_each = var.kms_key == null ? [] : [var.kms_key]
    content {
      kms_key_name = default_encryption_configuration.value
    }
  }
  depends_on = [google_project_service.this, google_kms_crypto_key_iam_member.agents]
}

resource "google_bigquery_table" "events" {
  for_each            = local.tracking
  project             = var.project
  dataset_id          = google_bigquery_dataset.this["dataset"].dataset_id
  table_id            = each.key
  description         = each.value.description
  schema              = file("${local.schemas}/${each.value.columns}")
  clustering          = each.value.clustering
  deletion_protection = true
  labels              = local.labels
}

resource "google_bigquery_table" "views" {
  for_each            = local.tracking_views
  project             = var.project
  dataset_id          = google_bigquery_dataset.this["dataset"].dataset_id
  table_id            = each.key
  deletion_protection = false
  labels              = local.labels
  view {
    query          = templatefile(each.value, { project = var.project, dataset = local.datasets.dataset.id })
    use_legacy_sql = false
  }
  depends_on = [google_bigquery_table.events]
}

resource "google_bigquery_dataset_iam_member" "dataset" {
  for_each   = lookup(local.grants, "bigquery.dataset", {})
  project    = var.project
  dataset_id = google_bigquery_dataset.this["dataset"].dataset_id
  role       = each.value.role
  member     = module.function[each.value.function].member
}

resource "google_bigquery_dataset_iam_member" "reports" {
  for_each   = lookup(local.grants, "bigquery.reports", {})
  project    = var.project
  dataset_id = google_bigquery_dataset.this["reports"].dataset_id
  role       = each.value.role
  member     = module.function[each.value.function].member
}

# Running statements is granted on projects alone.
resource "google_project_iam_member" "project" {
  for_each = lookup(local.grants, "project", {})
  project  = var.project
  role     = each.value.role
  member   = module.function[each.value.function].member
}
