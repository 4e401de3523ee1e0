# What a push to the main branch begins on Cloud Build: a plan at once, and its application when somebody approves it.

locals {
  deliveries = var.delivery == null ? {} : {
    plan  = { needs_approval = false }
    apply = { needs_approval = true }
  }
}

resource "google_cloudbuild_trigger" "this" {
  for_each        = local.deliveries
  project         = var.project
  location        = var.region
  name            = "${var.name}-${each.key}"
  description     = each.value.needs_approval ? "Deploys what is approved." : "Checks, tests, and shows what would change."
  filename        = "cloudbuild.yaml"
  service_account = "projects/${var.project}/serviceAccounts/${var.deployer}"
  substitutions = {
    _ARTIFACTS = var.artifacts_bucket
    _TERRAFORM = var.delivery.terraform
    _STAGE     = each.key
    _URL       = var.domain == null ? "" : "https://${var.domain}"
  }
  approval_config {
    approval_required = each.value.needs_approval
  }
  repository_event_config {
    repository = var.delivery.repository
    push {
      branch = "^main$"
    }
  }
  depends_on = [google_project_service.this]
}
