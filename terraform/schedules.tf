# What function.yaml schedules. The Scheduler signs in with a Google token of an account of its own.

locals {
  schedules = merge([
    for name, manifest in local.manifests : {
      for job in lookup(manifest, "schedules", []) :
      job.name => merge({ retries = 0, body = {} }, job, { function = name, timeout = manifest.timeout_seconds })
    }
  ]...)
}

resource "google_service_account" "scheduler" {
  project      = var.project
  account_id   = "${var.name}-scheduler"
  display_name = "${var.name} Scheduler"
  description  = "Calls the functions that function.yaml schedules."
}

resource "google_cloud_scheduler_job" "this" {
  for_each         = local.schedules
  project          = var.project
  region           = var.region
  name             = "${var.name}-${each.key}"
  description      = "POST ${each.value.path} of ${each.value.function}"
  schedule         = each.value.cron
  time_zone        = "Etc/UTC"
  attempt_deadline = "${min(each.value.timeout, 1800)}s"

  retry_config {
    retry_count          = each.value.retries
    min_backoff_duration = "30s"
    max_backoff_duration = "600s"
  }
  http_target {
    http_method = "POST"
    uri         = "${local.urls[each.value.function]}${each.value.path}"
    headers     = { "Content-Type" = "application/json" }
    body        = base64encode(jsonencode(each.value.body))
    oidc_token {
      service_account_email = google_service_account.scheduler.email
      audience              = local.urls[each.value.function]
    }
  }
  depends_on = [google_project_service.this, module.function]
}
