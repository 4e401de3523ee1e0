# The cheapest installation that does everything: one small database with a public address that only the
# connector reaches, no load balancer, no network of its own.

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

variable "token_keys" {
  description = "Public keys of the suite's tokens: what npm run -s keys prints."
  type        = string
}

variable "deployer" {
  description = "Account, by e-mail, that runs migrations."
  type        = string
}

variable "invokers" {
  description = "Who may reach the functions (user:…, group:…)."
  type        = set(string)
}

module "cutover" {
  source = "../.."

  project          = var.project
  artifacts_bucket = var.artifacts_bucket
  bundles          = jsondecode(file(var.bundles_file))
  token_keys       = var.token_keys
  deployer         = var.deployer
  invokers         = var.invokers
  private_network  = false
  database = {
    tier                = "db-f1-micro"
    disk_gb             = 10
    disk_limit_gb       = 50
    deletion_protection = false
    backups_kept        = 3
  }
}

output "function_urls" {
  description = "Each function's own URL."
  value       = module.cutover.function_urls
}

output "buckets" {
  description = "The buckets of drops, results and backups."
  value       = module.cutover.buckets
}

output "migrations" {
  description = "Where npm run migrate works, and as whom."
  value       = module.cutover.migrations
}
