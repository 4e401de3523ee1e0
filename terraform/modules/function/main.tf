# One function: its own service account, itself, and who may reach it.

locals {
  is_event = var.drop_bucket != null
  options  = lookup(var.manifest, "node_options", [])
  plain = merge(
    var.environment,
    {
      CLOUD_RUN_TIMEOUT_SECONDS = tostring(var.manifest.timeout_seconds)
      GOOGLE_CLOUD_PROJECT      = var.project
    },
    var.settings.environment,
    length(local.options) == 0 ? {} : { NODE_OPTIONS = join(" ", local.options) },
    can(var.manifest.mmap_threshold_bytes) ? { MALLOC_MMAP_THRESHOLD_ = tostring(var.manifest.mmap_threshold_bytes) } : {},
  )
}

resource "google_service_account" "this" {
  project      = var.project
  account_id   = "${var.suite}-${var.name}"
  display_name = "${var.suite} ${var.name}"
  description  = var.manifest.summary
}

resource "google_cloudfunctions2_function" "this" {
  project      = var.project
  location     = var.region
  name         = "${var.suite}-${var.name}"
  description  = var.manifest.summary
  labels       = merge(var.labels, { function = var.name })
  kms_key_name = var.kms_key

  build_config {
    runtime     = "nodejs24"
    entry_point = var.name
    source {
      storage_source {
        bucket = var.bundle.bucket
        object = var.bundle.object
      }
    }
  }

  service_config {
    service_account_email            = google_service_account.this.email
    available_memory                 = "${var.manifest.memory_mib}Mi"
    available_cpu                    = tostring(var.manifest.cpu)
    timeout_seconds                  = var.manifest.timeout_seconds
    max_instance_request_concurrency = var.manifest.concurrency
    min_instance_count               = var.settings.min_instances
    max_instance_count               = coalesce(var.settings.max_instances, var.manifest.max_instances)
    environment_variables            = local.plain
    ingress_settings                 = var.is_behind_load_balancer ? "ALLOW_INTERNAL_AND_GCLB" : "ALLOW_ALL"
    vpc_connector                    = var.connector
    vpc_connector_egress_settings    = var.connector == null ? null : "PRIVATE_RANGES_ONLY"

    dynamic "secret_environment_variables" {
      for_each = var.secrets
      content {
        key        = secret_environment_variables.key
        project_id = var.project
        secret     = secret_environment_variables.value
        version    = "latest"
      }
    }
  }

  dynamic "event_trigger" {
    for_each = local.is_event ? [var.drop_bucket] : []
    content {
      trigger_region        = var.region
      event_type            = "google.cloud.storage.object.v1.finalized"
      retry_policy          = var.manifest.trigger.storage.retry ? "RETRY_POLICY_RETRY" : "RETRY_POLICY_DO_NOT_RETRY"
      service_account_email = google_service_account.this.email
      event_filters {
        attribute = "bucket"
        value     = event_trigger.value
      }
    }
  }

  depends_on = [google_secret_manager_secret_iam_member.this, google_project_iam_member.event_receiver]
}

resource "google_secret_manager_secret_iam_member" "this" {
  for_each  = var.secrets
  project   = var.project
  secret_id = each.value
  role      = "roles/secretmanager.secretAccessor"
  member    = google_service_account.this.member
}

# Eventarc hands the event over as the function's own account.
resource "google_project_iam_member" "event_receiver" {
  count   = local.is_event ? 1 : 0
  project = var.project
  role    = "roles/eventarc.eventReceiver"
  member  = google_service_account.this.member
}

# The service under the function takes the grant, and loses it when the function is made anew.
resource "google_cloud_run_v2_service_iam_member" "invokers" {
  for_each = local.is_event ? { itself = google_service_account.this.member } : var.invokers
  project  = var.project
  location = var.region
  name     = google_cloudfunctions2_function.this.service_config[0].service
  role     = "roles/run.invoker"
  member   = each.value
  lifecycle {
    replace_triggered_by = [google_cloudfunctions2_function.this.id]
  }
}
