# One address behind a load balancer, a private database that survives the loss of a zone, backups that nobody can
# remove for a month, alerts and a budget.

terraform {
  required_version = ">= 1.11"
  required_providers {
    google = {
      source  = "hashicorp/google"
      version = "~> 6.50"
    }
  }
  backend "gcs" {}
}

variable "project" {
  description = "Id of the project."
  type        = string
}

variable "bundles_file" {
  description = "File that names each function's bundle: dist/bundles.json, or that of an older release."
  type        = string
}

variable "artifacts_bucket" {
  description = "Bucket of the bundles."
  type        = string
}

variable "domain" {
  description = "Name under which the suite is served."
  type        = string
}

variable "token_keys" {
  description = "Public keys of the suite's tokens: what npm run -s keys prints."
  type        = string
}

variable "deployer" {
  description = "Account, by e-mail, that runs Terraform and migrations (Cloud Build's)."
  type        = string
}

variable "callers" {
  description = "Google accounts that the suite signs in by their Google token, and their roles."
  type        = map(string)
  default     = {}
}

variable "kms_key" {
  description = "Cloud KMS key in the region."
  type        = string
  default     = null
}

variable "alert_emails" {
  description = "Addresses that alerts write to."
  type        = set(string)
}

variable "billing_account" {
  description = "Billing account of the budget."
  type        = string
}

module "cutover" {
  source = "../.."

  project               = var.project
  artifacts_bucket      = var.artifacts_bucket
  bundles               = jsondecode(file(var.bundles_file))
  domain                = var.domain
  token_keys            = var.token_keys
  deployer              = var.deployer
  callers               = var.callers
  kms_key               = var.kms_key
  alert_emails          = var.alert_emails
  backup_retention_days = 30
  database = {
    tier         = "db-custom-4-16384"
    availability = "REGIONAL"
    disk_gb      = 100
  }
  function_overrides = {
    issue-token   = { min_instances = 1 }
    report-hiring = { min_instances = 1 }
  }
  budget = {
    billing_account = var.billing_account
    amount          = 1500
  }
}

output "url" {
  description = "The suite's address."
  value       = module.cutover.url
}

output "address" {
  description = "What the domain's A record must hold."
  value       = module.cutover.address
}

output "buckets" {
  description = "The buckets of drops, results and backups."
  value       = module.cutover.buckets
}

output "migrations" {
  description = "Where npm run migrate works, and as whom."
  value       = module.cutover.migrations
}

output "worker_pool" {
  description = "Where Cloud Build runs migrations."
  value       = module.cutover.worker_pool
}
