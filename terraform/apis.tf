# The services that the suite stands on.

locals {
  services = [
    "artifactregistry", "bigquery", "cloudbuild", "cloudfunctions", "cloudscheduler", "compute", "eventarc",
    "iam", "iap", "logging", "monitoring", "pubsub", "run", "secretmanager", "servicenetworking", "sqladmin", "storage",
    "vpcaccess",
  ]
}

resource "google_project_service" "this" {
  for_each           = toset(local.services)
  project            = var.project
  service            = "${each.key}.googleapis.com"
  disable_on_destroy = false
}

data "google_project" "this" {
  project_id = var.project
}

data "google_storage_project_service_account" "this" {
  project = var.project
}
