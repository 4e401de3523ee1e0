output "url" {
  description = "The suite's one address; null without a domain."
  value       = var.domain == null ? null : "https://${var.domain}"
}

output "address" {
  description = "What the domain's A record must hold; null without a domain."
  value       = var.domain == null ? null : google_compute_global_address.gateway[0].address
}

output "function_urls" {
  description = "Each function's own URL."
  value       = { for name in keys(local.http_functions) : name => module.function[name].url }
}

output "buckets" {
  description = "The buckets of drops, results and backups."
  value       = { for name, bucket in google_storage_bucket.this : name => bucket.name }
}

output "database" {
  description = "How the database is named to the connector (project:region:instance)."
  value       = google_sql_database_instance.this.connection_name
}

output "worker_pool" {
  description = "Where Cloud Build reaches the database's private address from; null without a private network."
  value       = var.private_network ? google_cloudbuild_worker_pool.this[0].id : null
}

output "secrets" {
  description = "The secrets that npm run keys fills, by what function.yaml calls them."
  value       = { for source, secret in google_secret_manager_secret.this : source => secret.secret_id }
}

output "migrations" {
  description = "Where npm run migrate works, and as whom: the variables that it reads."
  value = {
    CLOUD_SQL_INSTANCE = google_sql_database_instance.this.connection_name
    CLOUD_SQL_IP_TYPE  = local.values["mysql.ip-type"]
    MYSQL_USER         = var.deployer == null ? "" : split("@", var.deployer)[0]
    MYSQL_DATABASE     = google_sql_database.this.name
  }
}
