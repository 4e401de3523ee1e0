variable "project" {
  description = "Id of the project that everything is made in."
  type        = string
}

variable "region" {
  description = "Region of functions, database, buckets and datasets. The drop bucket and its trigger must be in one place."
  type        = string
  default     = "us-central1"
}

variable "name" {
  description = "Begins the name of every resource, so that several installations fit in a project."
  type        = string
  default     = "cutover"
  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,15}$", var.name))
    error_message = "The name has 2 to 16 small letters, digits and hyphens, and begins with a letter."
  }
}

variable "labels" {
  description = "Labels of every resource, besides the suite's own."
  type        = map(string)
  default     = {}
}

variable "artifacts_bucket" {
  description = "Bucket that holds the functions' bundles (npm run upload puts them there)."
  type        = string
}

variable "bundles" {
  description = "Object of each function's bundle in the artifacts bucket, by function: the file dist/bundles.json that npm run build writes."
  type        = map(string)
}

variable "database" {
  description = "The Cloud SQL instance. Without private_network it has a public address that only the connector reaches."
  type = object({
    tier                = optional(string, "db-custom-2-7680")
    edition             = optional(string, "ENTERPRISE")
    availability        = optional(string, "ZONAL")
    disk_gb             = optional(number, 20)
    disk_limit_gb       = optional(number, 500)
    deletion_protection = optional(bool, true)
    log_retention_days  = optional(number, 7)
    backups_kept        = optional(number, 14)
    name                = optional(string, "hr")
  })
  default = {}
}

variable "private_network" {
  description = "Gives the database a private address alone, and the functions a way into its network."
  type        = bool
  default     = true
}

variable "function_overrides" {
  description = "What a deployment sets otherwise than function.yaml, by function: instances kept warm, most instances, variables that function.yaml leaves open."
  type = map(object({
    min_instances = optional(number, 0)
    max_instances = optional(number)
    environment   = optional(map(string), {})
  }))
  default = {}
}

variable "invokers" {
  description = "Who may reach the functions at all (user:…, group:…, serviceAccount:…), before the suite's own sign-in."
  type        = set(string)
  default     = []
}

variable "callers" {
  description = "Google accounts, by e-mail, that the suite signs in by their Google token, and their role: viewer, operator or admin."
  type        = map(string)
  default     = {}
}

variable "token_keys" {
  description = "Public keys of the suite's tokens: what npm run -s keys prints."
  type        = string
}

variable "admin_username" {
  description = "Name of the first user, whose password is a secret; it is made where there is no user yet."
  type        = string
  default     = "admin"
}

variable "domain" {
  description = "Name under which the load balancer serves the whole suite. Without it there is none, and each function has its own URL."
  type        = string
  default     = null
}

variable "requests_per_minute" {
  description = "Requests that one address may send through the load balancer in a minute; more are refused for a while."
  type        = number
  default     = 600
}

variable "cors_origins" {
  description = "Origins whose pages may call the suite (https://…)."
  type        = list(string)
  default     = []
}

variable "kms_key" {
  description = "Cloud KMS key, in the region, that encrypts buckets, database, datasets, topics and secrets. Without it Google's own keys do."
  type        = string
  default     = null
}

variable "backup_retention_days" {
  description = "Days for which no object of the bucket of backups can be removed or replaced, by nobody. 0: none; retention then removes sets as it says."
  type        = number
  default     = 0
}

variable "alert_emails" {
  description = "Addresses that alerts and the budget write to."
  type        = set(string)
  default     = []
}

variable "rejects_alert_percent" {
  description = "Alerts when more than this share of an hour's records was refused."
  type        = number
  default     = 10
}

variable "backup_alert_hours" {
  description = "Alerts when no backup set was finished for so long (at most 23)."
  type        = number
  default     = 23
}

variable "budget" {
  description = "Monthly budget of the project; alerts at 50, 90 and 100 per cent."
  type = object({
    billing_account = string
    amount          = number
    currency        = optional(string, "USD")
  })
  default = null
}

variable "deployer" {
  description = "Service account, by e-mail, that runs Terraform and migrations (Cloud Build). It may then sign in to the database."
  type        = string
  default     = null
}

variable "delivery" {
  description = "Repository (projects/…/locations/…/connections/…/repositories/…) whose main branch Cloud Build deploys, and the folder of the Terraform root there. Without it nothing is built."
  type = object({
    repository = string
    terraform  = optional(string, "terraform/examples/production")
  })
  default = null
}
