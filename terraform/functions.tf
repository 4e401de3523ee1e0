# Every folder of functions/ with its function.yaml.

locals {
  # What function.yaml means by `from`.
  values = {
    "mysql.host"       = "127.0.0.1"
    "mysql.port"       = "3306"
    "mysql.database"   = google_sql_database.this.name
    "mysql.instance"   = google_sql_database_instance.this.connection_name
    "buckets.drop"     = google_storage_bucket.this["drop"].name
    "buckets.results"  = google_storage_bucket.this["results"].name
    "buckets.backups"  = google_storage_bucket.this["backups"].name
    "bigquery.dataset" = local.datasets.dataset.id
    "bigquery.reports" = local.datasets.reports.id

    "mysql.ip-type"         = var.private_network ? "PRIVATE" : "PUBLIC"
    "access.keys"           = var.token_keys
    "access.audience"       = local.audience
    "access.callers"        = join(",", [for email, role in local.callers : "${email}=${role}"])
    "access.certs"          = "https://www.googleapis.com/oauth2/v3/certs"
    "access.admin-username" = var.admin_username
  }

  # What Google's own check at a function's door wants tokens to be meant for.
  urls     = { for name in keys(local.manifests) : name => "https://${var.name}-${name}-${data.google_project.this.number}.${var.region}.run.app" }
  audience = var.domain == null ? "https://${var.project}.${var.name}.invalid" : "https://${var.domain}"
  callers  = merge({ (google_service_account.scheduler.email) = "operator" }, var.callers)

  # What differs from function to function.
  own_values = {
    for name in keys(local.manifests) : name => {
      "mysql.user"             = "${var.name}-${name}"
      "access.google-audience" = local.urls[name]
    }
  }

  environments = {
    for name, manifest in local.manifests : name => merge(
      {
        for variable, setting in lookup(manifest, "environment", {}) :
        variable => merge(local.values, local.own_values[name])[setting.from]
        if can(setting.from)
      },
      length(var.cors_origins) > 0 && can(manifest.environment.CORS_ORIGINS) ? { CORS_ORIGINS = join(",", var.cors_origins) } : {},
    )
  }

  # The database knows its users by their accounts, so no password is kept for them.
  secrets = {
    for name, manifest in local.manifests : name => {
      for variable, setting in lookup(manifest, "secrets", {}) :
      variable => google_secret_manager_secret.this[setting.from].secret_id
      if setting.from != "mysql.password"
    }
  }

  invokers = merge(
    { for member in var.invokers : member => member },
    { scheduler = google_service_account.scheduler.member },
    var.domain == null ? {} : { load_balancer = "serviceAccount:service-${data.google_project.this.number}@gcp-sa-iap.iam.gserviceaccount.com" },
  )
}

module "function" {
  source   = "./modules/function"
  for_each = local.manifests

  project  = var.project
  region   = var.region
  suite    = var.name
  name     = each.key
  manifest = each.value
  labels   = local.labels
  bundle = {
    bucket = var.artifacts_bucket
    object = var.bundles[each.key]
  }
  settings                = lookup(var.function_overrides, each.key, {})
  environment             = local.environments[each.key]
  secrets                 = local.secrets[each.key]
  drop_bucket             = can(each.value.trigger.storage) ? google_storage_bucket.this[each.value.trigger.storage.bucket].name : null
  connector               = var.private_network ? google_vpc_access_connector.this[0].id : null
  is_behind_load_balancer = var.domain != null
  invokers                = local.invokers
  kms_key                 = var.kms_key

  depends_on = [google_project_service.this]
}
