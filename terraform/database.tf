# Cloud SQL for MySQL. Functions sign in as their service accounts; there are no passwords.

resource "google_sql_database_instance" "this" {
  project             = var.project
  region              = var.region
  name                = var.name
  database_version    = "MYSQL_8_4"
  deletion_protection = var.database.deletion_protection
  encryption_key_name = var.kms_key

  settings {
    tier                        = var.database.tier
    edition                     = var.database.edition
    availability_type           = var.database.availability
    disk_size                   = var.database.disk_gb
    disk_autoresize             = true
    disk_autoresize_limit       = var.database.disk_limit_gb
    connector_enforcement       = "REQUIRED"
    deletion_protection_enabled = var.database.deletion_protection
    retain_backups_on_delete    = true
    user_labels                 = local.labels

    backup_configuration {
      enabled                        = true
      binary_log_enabled             = true
      transaction_log_retention_days = var.database.log_retention_days
      start_time                     = "02:00"
      backup_retention_settings {
        retained_backups = var.database.backups_kept
      }
    }
    ip_configuration {
      ipv4_enabled    = !var.private_network
      private_network = var.private_network ? google_compute_network.this[0].id : null
      ssl_mode        = "ENCRYPTED_ONLY"
    }
    database_flags {
      name  = "cloudsql_iam_authentication"
      value = "on"
    }
    # Loads send their rows by LOAD DATA LOCAL.
    database_flags {
      name  = "local_infile"
      value = "on"
    }
    # Two chunks of a load may go in at once.
    database_flags {
      name  = "innodb_autoinc_lock_mode"
      value = "2"
    }
    insights_config {
      query_insights_enabled = true
    }
  }
  depends_on = [
    google_project_service.this,
    google_service_networking_connection.database,
    google_kms_crypto_key_iam_member.agents,
  ]
}

resource "google_sql_database" "this" {
  project   = var.project
  instance  = google_sql_database_instance.this.name
  name      = var.database.name
  charset   = "utf8mb4"
  collation = "utf8mb4_unicode_ci"
}

# One user a function that works with the database, and one for migrations. What each may do there
# is granted by npm run migrate, from function.yaml.
resource "google_sql_user" "functions" {
  for_each = toset([for grant in values(lookup(local.grants, "mysql", {})) : grant.function])
  project  = var.project
  instance = google_sql_database_instance.this.name
  name     = module.function[each.key].email
  type     = "CLOUD_IAM_SERVICE_ACCOUNT"
}

resource "google_sql_user" "deployer" {
  count    = var.deployer == null ? 0 : 1
  project  = var.project
  instance = google_sql_database_instance.this.name
  name     = var.deployer
  type     = "CLOUD_IAM_SERVICE_ACCOUNT"
}

# Cloud SQL has no policy of one instance: the condition holds the grant to it.
resource "google_project_iam_member" "database" {
  for_each = lookup(local.grants, "mysql", {})
  project  = var.project
  role     = each.value.role
  member   = module.function[each.value.function].member
  condition {
    title      = "${var.name} database"
    expression = "resource.name == 'projects/${var.project}/instances/${google_sql_database_instance.this.name}' && resource.service == 'sqladmin.googleapis.com'"
  }
}
