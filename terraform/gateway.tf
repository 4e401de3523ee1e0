# One address for the whole suite: a load balancer that sends each path to the function whose function.yaml
# names it. Google signs people in at the door (IAP) and limits how fast one address may ask.

locals {
  served = var.domain == null ? {} : local.http_functions
  # `/backups/{id}/verify` is `/backups/*/verify` to the load balancer.
  paths = flatten([
    for name, manifest in local.served : [
      for path in distinct([for route in manifest.trigger.http.routes : replace(route, "/\\{[^}]+\\}/", "*")]) :
      { function = name, path = path, is_template = strcontains(path, "*") }
    ]
  ])
  # Where two match, the one that is plain text for longer comes first, as in the local gateway.
  sorted_paths = values({
    for each in local.paths :
    "${join("", [for segment in split("/", each.path) : segment == "*" ? "1" : "0"])} ${each.path}" => each
  })
}

resource "google_compute_region_network_endpoint_group" "this" {
  for_each              = local.served
  project               = var.project
  region                = var.region
  name                  = "${var.name}-${each.key}"
  network_endpoint_type = "SERVERLESS"
  cloud_run {
    service = module.function[each.key].service
  }
}

resource "google_compute_backend_service" "this" {
  for_each              = local.served
  project               = var.project
  name                  = "${var.name}-${each.key}"
  load_balancing_scheme = "EXTERNAL_MANAGED"
  protocol              = "HTTPS"
  security_policy       = google_compute_security_policy.this[0].id
  backend {
    group = google_compute_region_network_endpoint_group.this[each.key].id
  }
  iap {
    enabled = true
  }
  log_config {
    enable      = true
    sample_rate = 1
  }
}

resource "google_compute_security_policy" "this" {
  count   = var.domain == null ? 0 : 1
  project = var.project
  name    = var.name
  rule {
    action      = "throttle"
    priority    = 2147483647
    description = "So many requests of one address in a minute, and no more."
    match {
      versioned_expr = "SRC_IPS_V1"
      config {
        src_ip_ranges = ["*"]
      }
    }
    rate_limit_options {
      conform_action = "allow"
      exceed_action  = "deny(429)"
      enforce_on_key = "IP"
      rate_limit_threshold {
        count        = var.requests_per_minute
        interval_sec = 60
      }
    }
  }
}

resource "google_compute_url_map" "this" {
  count           = var.domain == null ? 0 : 1
  project         = var.project
  name            = var.name
  default_service = google_compute_backend_service.this[keys(local.served)[0]].id
  host_rule {
    hosts        = [var.domain]
    path_matcher = "suite"
  }
  # What no route names is answered by a function too: with 404, once it knows who asks.
  path_matcher {
    name            = "suite"
    default_service = google_compute_backend_service.this[keys(local.served)[0]].id
    dynamic "route_rules" {
      for_each = local.sorted_paths
      content {
        priority = route_rules.key + 1
        service  = google_compute_backend_service.this[route_rules.value.function].id
        match_rules {
          full_path_match     = route_rules.value.is_template ? null : route_rules.value.path
          path_template_match = route_rules.value.is_template ? route_rules.value.path : null
        }
      }
    }
  }
}

resource "google_compute_managed_ssl_certificate" "this" {
  count   = var.domain == null ? 0 : 1
  project = var.project
  name    = var.name
  managed {
    domains = [var.domain]
  }
}

resource "google_compute_ssl_policy" "this" {
  count           = var.domain == null ? 0 : 1
  project         = var.project
  name            = var.name
  profile         = "MODERN"
  min_tls_version = "TLS_1_2"
}

resource "google_compute_target_https_proxy" "this" {
  count            = var.domain == null ? 0 : 1
  project          = var.project
  name             = var.name
  url_map          = google_compute_url_map.this[0].id
  ssl_certificates = [google_compute_managed_ssl_certificate.this[0].id]
  ssl_policy       = google_compute_ssl_policy.this[0].id
}

resource "google_compute_global_address" "gateway" {
  count   = var.domain == null ? 0 : 1
  project = var.project
  name    = "${var.name}-gateway"
  labels  = local.labels
}

resource "google_compute_global_forwarding_rule" "this" {
  count                 = var.domain == null ? 0 : 1
  project               = var.project
  name                  = var.name
  load_balancing_scheme = "EXTERNAL_MANAGED"
  target                = google_compute_target_https_proxy.this[0].id
  ip_address            = google_compute_global_address.gateway[0].id
  port_range            = "443"
  labels                = local.labels
}

# Whom Google lets through the door; the suite's own sign-in comes after it.
resource "google_iap_web_backend_service_iam_member" "invokers" {
  for_each = {
    for pair in setproduct(keys(local.served), var.invokers) : "${pair[0]} ${pair[1]}" => { function = pair[0], member = pair[1] }
  }
  project             = var.project
  web_backend_service = google_compute_backend_service.this[each.value.function].name
  role                = "roles/iap.httpsResourceAccessor"
  member              = each.value.member
}
